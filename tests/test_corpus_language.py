"""Language: what a text is in, what is declared, and what is not known."""

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language import _CODES, FEWEST, LIKELY, PROVEN, Detected, decided, detect
from corpus.languages import normal_language

TEXTS = {
    "en": "The government announced on Monday that the withdrawal of the troops would begin before the year ends.",
    "de": "Die Regierung kündigte am Montag an, dass der Abzug der Truppen noch vor Ende des Jahres beginnen werde.",
    "fr": "Le gouvernement a annoncé lundi que le retrait des troupes commencerait avant la fin de l’année.",
    "es": "El gobierno anunció el lunes que la retirada de las tropas comenzará antes de que termine el año.",
    "it": "Il governo ha annunciato lunedì che il ritiro delle truppe comincerà prima della fine dell’anno.",
    "pt": "O governo anunciou na segunda-feira que a retirada das tropas não vai começar antes do fim do ano.",
    "pl": "Rząd ogłosił w poniedziałek, że wycofywanie wojsk rozpocznie się jeszcze przed końcem tego roku.",
    "cs": "Vláda v pondělí oznámila, že stahování vojsk začne ještě před koncem letošního roku.",
    "nl": "De regering maakte maandag bekend dat de terugtrekking van de troepen voor het einde van het jaar begint.",
    "sv": "Regeringen meddelade på måndagen att trupperna ska börja dras tillbaka före årets slut.",
    "fi": "Hallitus ilmoitti maanantaina, että joukkojen vetäytyminen alkaa ennen vuoden loppua.",
    "hu": "A kormány hétfőn bejelentette, hogy a csapatok kivonása még az év vége előtt megkezdődik.",
    "tr": "Hükümet pazartesi günü askerlerin çekilmesinin yıl sonundan önce başlayacağını duyurdu.",
    "vi": "Chính phủ hôm thứ Hai thông báo rằng việc rút quân sẽ bắt đầu trước khi kết thúc năm nay.",
    "ru": "Правительство объявило в понедельник, что вывод войск начнётся ещё до конца этого года.",
    "uk": "Уряд оголосив у понеділок, що виведення військ розпочнеться ще до кінця цього року.",
    "ar": "أعلنت الحكومة يوم الاثنين أن انسحاب القوات سيبدأ قبل نهاية العام الجاري.",
    "fa": "دولت روز دوشنبه اعلام کرد که خروج نیروها پیش از پایان امسال آغاز خواهد شد.",
    "el": "Η κυβέρνηση ανακοίνωσε τη Δευτέρα ότι η αποχώρηση των στρατευμάτων θα αρχίσει πριν από το τέλος του έτους.",
    "he": "הממשלה הודיעה ביום שני כי נסיגת הכוחות תתחיל לפני סוף השנה.",
    "hi": "सरकार ने सोमवार को घोषणा की कि सैनिकों की वापसी साल के अंत से पहले शुरू होगी।",
    "th": "รัฐบาลประกาศเมื่อวันจันทร์ว่าการถอนทหารจะเริ่มขึ้นก่อนสิ้นปีนี้",
    "ja": "政府は月曜日、部隊の撤収を年末までに始めると発表した。",
    "zh": "政府周一宣布，将在今年年底之前开始撤军，双方已经就此达成协议。",
    "ko": "정부는 월요일에 군대 철수가 연말 이전에 시작될 것이라고 발표했다.",
}


@pytest.mark.parametrize("lang", TEXTS)
def test_a_sentence_is_enough(lang: str) -> None:
    found = detect("", TEXTS[lang])
    assert found.lang == lang
    assert found.certainty >= LIKELY


@pytest.mark.parametrize("lang", TEXTS)
def test_an_article_is_certain_whatever_is_declared(lang: str) -> None:
    found = detect("", f"{TEXTS[lang]} " * 9)
    assert decided("es" if lang == "en" else "en", found).lang == lang


@pytest.mark.parametrize(
    "text", ["", "Fed adds", "كاريكاتير", "1984 2001 3.14 2,500", "\ud800" * 99, "\x00 " * 99, "𐎀𐎁𐎂" * 40]
)
def test_too_little_text_is_not_guessed_at(text: str) -> None:
    assert detect(text, "") == detect("", text) == Detected(None, 0.0, "too little text")


def test_random_letters_are_of_no_language() -> None:
    text = "qZx8Kd0vWm3TfJrHpLsYgNbCkXwVzQtRjMhDnBfGcKpLxZ " * 20
    assert detect("", text).lang is None


def test_a_language_without_a_code_of_two_letters_is_not_taken_for_another() -> None:
    kabyle = "Tamurt n Leqbayel d yiwet n temnaḍt yellan deg ugafa n Lezzayer. Tutlayt n imezdaɣ-is d taqbaylit."
    assert detect("", kabyle * 3) == Detected(None, 0.0, "the words are of no language that has a code of two letters")


def test_what_is_not_told_is_named() -> None:
    found = detect("", "Smith, Johnson, Müller, Garcia, Rossi, Nguyen, Kowalski, Dupont, Ivanov, Tanaka, Hansen")
    assert found.lang is None
    assert ", perhaps " in found.evidence


def test_halves_of_surrogate_pairs_and_control_characters_are_passed_over() -> None:
    for lang in ("en", "ru", "ar"):
        assert detect("\ud800\x00", TEXTS[lang].replace(" ", " \udfff\x07 ") * 2).lang == lang


def test_a_caption_in_another_language_does_not_decide() -> None:
    caption = TEXTS["en"] + " Photograph by a member of our staff. "
    for lang in ("ar", "fr", "vi", "ja"):
        article = caption + TEXTS[lang] * 12 + " " + TEXTS["en"]
        assert decided("en", detect("The withdrawal begins", article)).lang == lang


def test_names_in_latin_letters_do_not_decide() -> None:
    text = TEXTS["fa"] + " (NATO, ISAF, BBC News) " + TEXTS["fa"]
    assert detect("NATO", text).lang == "fa"


def test_capitals_are_read_like_small_letters() -> None:
    for lang in ("en", "de", "ru", "tr"):
        assert detect("", TEXTS[lang].upper() * 2).lang == lang


def test_addresses_and_figures_are_not_read() -> None:
    noise = "https://example.org/the-government-announced-the-withdrawal @the_government 1,500.00 " * 3
    assert detect("", noise).evidence == "too little text"
    assert detect("", noise + TEXTS["pl"]).lang == "pl"


@pytest.mark.parametrize(
    ("declared", "detected", "expected"),
    [
        (None, Detected("fr", 0.7, ""), "fr"),
        (None, Detected(None, 0.0, ""), None),
        ("en", Detected(None, 0.0, ""), "en"),
        ("en", Detected("ar", 1.0, ""), "ar"),
        ("en", Detected("fr", PROVEN, ""), "fr"),
        ("en", Detected("fr", 0.94, ""), "en"),
        ("hr", Detected("sr", 1.0, ""), "hr"),
        ("nb", Detected("no", 1.0, ""), "nb"),
        ("ms", Detected("id", 1.0, ""), "ms"),
        ("no", Detected("sv", 1.0, ""), "sv"),
        ("co", Detected("it", 1.0, ""), "co"),
        ("yi", Detected("he", 1.0, ""), "yi"),
    ],
)
def test_decided(declared: str | None, detected: Detected, expected: str | None) -> None:
    assert decided(declared, detected).lang == expected


def test_the_evidence_says_what_was_declared() -> None:
    assert decided("en", Detected("fr", 1.0, "99 Latin letters read")).evidence.endswith("though en is declared")
    assert decided("en", Detected("fr", 0.7, "")).evidence == "declared; the text may be fr"
    assert decided("fr", Detected("fr", 0.7, "")).certainty > decided("fr", Detected(None, 0.0, "")).certainty


def test_every_language_has_a_code_that_is_known() -> None:
    assert all(normal_language(one) == one for one in _CODES.split())


words = st.sampled_from(sorted(TEXTS)).map(TEXTS.__getitem__) | st.text()


@given(st.text(), st.lists(words, max_size=4).map(" ".join), st.none() | st.sampled_from(["en", "ar", "xx"]))
def test_anything_is_answered(title: str, body: str, declared: str | None) -> None:
    found = detect(title, body)
    assert (found.lang is None) == (found.certainty < LIKELY)
    assert 0 <= found.certainty <= 1
    assert decided(declared, found).lang is not None or declared is None
    if sum(map(str.isalpha, title + body)) * 3 < FEWEST:
        assert found.lang is None


@pytest.mark.parametrize("text", ["a", " ", "é", "東", "ab ", "@", "http://", "9.", "www.a", "\ud800", "\u0301", "ﷺ"])
def test_time_does_not_depend_on_length(text: str) -> None:
    detect("", text * 3_000)
    start = time.process_time()
    detect(text * 3_000, text * (5_000_000 // len(text)))
    assert time.process_time() - start < 0.1


def test_nothing_is_loaded_before_it_is_needed() -> None:
    code = f"import sys; from corpus.language import detect; detect('', {TEXTS['el']!r}); print('numpy' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
