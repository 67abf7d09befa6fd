"""Judging: notices, menus and data are told from articles, however short these are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.judging import not_an_article
from corpus.notices import menu, notice
from corpus.text import fold

ERROR, COOKIES, SCRIPT = "an error page", "a cookie notice", "a page that needs JavaScript"
WALL, MENU = "a paywall without the text behind it", "navigation without a text"
EMPTY, BINARY = "a page without text", "binary data"

NO_ARTICLES = [
    (ERROR, "404 - Page not found | The Gazette", "Back to the homepage\nSearch"),
    (ERROR, "The Gazette", "Sorry, the page you are looking for cannot be found.\n\nTry our search."),
    (ERROR, "Error 404", "We can't find that page."),
    (ERROR, "403 Forbidden", "nginx"),
    (ERROR, "502 Bad Gateway", "nginx/1.18.0"),
    (ERROR, "Just a moment...", "Checking your browser before accessing the site.\nRay ID: 7d2"),
    (ERROR, "Seite nicht gefunden – Anzeiger", "Zur Startseite"),
    (ERROR, "Fehler 404", "Die angeforderte Seite wurde leider nicht gefunden."),
    (ERROR, "Page introuvable | Le Courrier", "Retour à l'accueil"),
    (ERROR, "Le Courrier", "Désolé, la page que vous cherchez est introuvable."),
    (ERROR, "Página no encontrada - Diario", "Volver a la portada"),
    (ERROR, "Diario", "Lo sentimos, la página que buscas no existe."),
    (ERROR, "404", "Pagina non trovata"),
    (ERROR, "Corriere", "La pagina che stai cercando non è stata trovata."),
    (ERROR, "Gazeta", "Nie znaleziono strony. Wróć na stronę główną."),
    (ERROR, "Błąd 404", "Przepraszamy, szukana strona nie istnieje."),
    (ERROR, "Страница не найдена", "На главную"),
    (ERROR, "Вестник", "К сожалению, запрашиваемая страница не существует."),
    (ERROR, "الصفحة غير موجودة", "العودة إلى الرئيسية"),
    (ERROR, "جريدة", "عذراً، الصفحة التي تبحث عنها غير موجودة."),
    (ERROR, "Sayfa bulunamadı", "Ana sayfaya dön"),
    (ERROR, "Gazete", "Üzgünüz, aradığınız sayfa bulunamadı."),
    (COOKIES, "Gazette", "We use cookies for our site to work. By clicking you agree.\nAccept all\nManage cookies"),
    (COOKIES, "Before you continue", "We and our 842 partners store cookies. We need your consent.\nAccept all"),
    (COOKIES, "Anzeiger", "Wir verwenden auf dieser Seite Cookies.\nAlle akzeptieren\nDatenschutzerklärung"),
    (COOKIES, "Courrier", "Nous et nos 120 partenaires utilisons des cookies.\nTout accepter\nContinuer sans accepter"),
    (COOKIES, "Diario", "Utilizamos cookies propias y de terceros.\nAceptar todas\nPolítica de cookies"),
    (COOKIES, "Corriere", "Questo sito utilizza i cookie.\nAccetta tutti\nInformativa sulla privacy"),
    (COOKIES, "Gazeta", "Używamy plików cookies.\nAkceptuję wszystkie\nPolityka prywatności"),
    (COOKIES, "Вестник", "Мы используем файлы cookie.\nПринять все\nПолитика конфиденциальности"),
    (COOKIES, "جريدة", "نستخدم ملفات تعريف الارتباط لتحسين الموقع.\nقبول الكل\nسياسة الخصوصية"),
    (COOKIES, "Gazete", "Sitemizde çerezler kullanıyoruz.\nTümünü kabul et\nGizlilik politikası"),
    (SCRIPT, "Gazette", "You need to enable JavaScript to run this app."),
    (SCRIPT, "Gazette", "Loading..."),
    (SCRIPT, "Anzeiger", "Bitte aktivieren Sie JavaScript, um diese Seite zu sehen."),
    (SCRIPT, "Courrier", "Veuillez activer JavaScript pour continuer."),
    (SCRIPT, "Diario", "Por favor, active JavaScript en su navegador."),
    (SCRIPT, "Corriere", "Per continuare è necessario abilitare JavaScript."),
    (SCRIPT, "Gazeta", "Aby zobaczyć stronę, włącz obsługę JavaScript."),
    (SCRIPT, "Вестник", "Пожалуйста, включите JavaScript в браузере."),
    (SCRIPT, "جريدة", "يرجى تفعيل JavaScript في المتصفح."),
    (SCRIPT, "Gazete", "Yükleniyor..."),
    (WALL, "Mill burns", "This article is for subscribers only.\nSubscribe now\nAlready a subscriber? Log in"),
    (WALL, "Mill burns", "Subscribe to continue reading this story."),
    (WALL, "Mühle brennt", "Dieser Artikel ist nur für Abonnenten verfügbar.\nJetzt anmelden"),
    (WALL, "Le moulin brûle", "Cet article est réservé aux abonnés.\nDéjà abonné ? Se connecter"),
    (WALL, "Arde el molino", "Este contenido es exclusivo para suscriptores.\nInicia sesión"),
    (WALL, "Il mulino brucia", "Questo contenuto è riservato agli abbonati.\nAccedi"),
    (WALL, "Młyn płonie", "Ten artykuł jest dostępny tylko dla prenumeratorów.\nZaloguj się"),
    (WALL, "Мельница горит", "Этот материал доступен только подписчикам.\nВойдите"),
    (WALL, "حريق", "هذا المحتوى متاح للمشتركين فقط.\nتسجيل الدخول"),
    (WALL, "Değirmen yanıyor", "Bu içerik sadece abonelere özeldir.\nGiriş yap"),
    (MENU, "Gazette", "Home\nPolitics\nBusiness\nSport\nWeather\nAbout us\nContact\nLog in\nThe Gazette 2024"),
    (MENU, "Anzeiger", "Startseite\nPolitik\nWirtschaft\nSport\nKultur\nWetter\nKontakt\nImpressum"),
    (MENU, "Вестник", "Главная\nПолитика\nЭкономика\nСпорт\nКультура\nПогода\nКонтакты\nПоиск"),
    (MENU, "جريدة", "الرئيسية\nسياسة\nاقتصاد\nرياضة\nثقافة\nاتصل بنا\nمن نحن\nبحث"),
    (EMPTY, "Gazette", ""),
    (EMPTY, "Gazette", " -- * -- \n"),
    (BINARY, "report.txt", "%PDF-1.4\n%âãÏÓ\n1 0 obj << /Type /Catalog >>"),
    (BINARY, "photo", "\ufffdPNG\n\ufffd\ufffd" + "\ufffdIHDR x" * 20),
    (BINARY, "data", "iVBORw0KGgoAAAANSUhEUgAA" * 40),
    (BINARY, "data", "\x01\x02\x7fa\x03b" * 30),
]  # fmt: skip

ARTICLES = [
    ("Mill burns", "A mill burned in Lawrence last night. Nobody was hurt."),
    ("Cookies to go", "The browser maker will stop third-party cookies in May. It uses cookies for its own site."),
    ("Page not found: the web forgets", "A third of all web pages of 2013 is gone, a study says. They answer “404”."),
    ("Outage", "The ministry's site answered “page not found” on Tuesday. A spokesman blamed a power cut."),
    ("Gazette to charge", "Subscribe to continue reading, readers will be told from May. The paper needs the money."),
    ("Log in", "The minister could not log in. He has asked for a new password, his office said."),
    ("Not found", "The child that was lost in the woods on Monday has not been found. The search goes on."),
    ("Forbidden", "The festival opens with “Forbidden”. It is the director's third film."),
    ("Feuer", "In der Mühle brannte es. Niemand wurde verletzt."),
    ("Datenschutz", "Cookies brauchen eine Einwilligung, urteilte das Gericht. Die Kläger hatten das verlangt."),
    ("Incendie", "Un moulin a brûlé dans la nuit. Il n'y a pas de blessés."),
    ("Fuego", "Un molino ardió anoche. No hubo heridos."),
    ("Fuoco", "Un mulino è bruciato ieri notte. Non ci sono feriti."),
    ("Pożar", "W nocy spłonął młyn. Nikt nie został ranny."),
    ("Пожар", "Ночью сгорела мельница. Никто не пострадал."),
    ("حريق", "احترقت مطحنة الليلة الماضية. لم يصب أحد بأذى."),
    ("Yangın", "Gece bir değirmen yandı. Yaralanan olmadı."),
    ("火事", "昨夜、水車小屋が火事になった。けが人はなかった。"),
    ("Results", "Shr 10 cts vs nine cts\nNet 388,000 vs 328,000\nSales 7.1 mln vs 4.1 mln\nAvg shrs 3.9 mln"),
    ("Scores", "\n".join(["Ajax 3 Feyenoord 1", "PSV 2 Twente 2", "Utrecht 0 Heerenveen 1"] * 4)),
    ("Letter", "To view the letter, visit: https://example.org/" + "a-very-long-address/" * 20),
    ("Teaser", "The mayor wants a new bridge across the river. Subscribe to continue reading."),
    ("Politics today", "Politics\nThe chancellor has resigned after nine years in office.\nSport\nWeather\nHome\nMore"),
    ("A bulletin", "DOLLAR UP"),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "title", "body"), NO_ARTICLES)
def test_what_is_no_article(reason: str, title: str, body: str) -> None:
    assert not_an_article(title, body, markup=True) == reason


@pytest.mark.parametrize(("title", "body"), ARTICLES)
@pytest.mark.parametrize("markup", [True, False])
def test_articles(title: str, body: str, markup: bool) -> None:  # noqa: FBT001 -- a table
    assert not_an_article(title, body, markup=markup) is None


@pytest.mark.parametrize(("title", "body"), ARTICLES[:16])
def test_a_notice_beside_a_story_is_no_reason(title: str, body: str) -> None:
    for _, _, extra in NO_ARTICLES[:52]:
        story = f"{body} {body.replace('.', ', the report said.')}\n{body}\n{body}\n{body}\n{body}"
        assert not_an_article(title, f"{story}\n{extra}", markup=True) is None


def test_a_headline_alone_is_an_article_but_for_one_of_a_page() -> None:
    assert not_an_article("Dollar up", "", markup=False) is None
    assert not_an_article("Dollar up", "", markup=True) == EMPTY
    assert not_an_article("", "\n", markup=False) == EMPTY


@given(st.text() | st.text(st.sampled_from("a 4\n.-\ufffd\ud800"), max_size=300), st.text())
def test_any_text_is_judged(body: str, title: str) -> None:
    assert not_an_article(title, body, markup=True) in {None, ERROR, COOKIES, SCRIPT, WALL, MENU, EMPTY, BINARY}


def test_the_lists_are_whole() -> None:
    assert all(notice(kind).groups == 0 for kind in ("errors", "consent", "walls", "scripts"))
    assert {"home", "ana sayfa", fold("الرئيسية")} <= menu()
