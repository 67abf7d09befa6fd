"""Relative dates: "3 hours ago" and "yesterday" in a dozen languages, counted back from when the page was fetched."""

import itertools
import re
from datetime import datetime, timedelta
from functools import cache

from corpus.text import fold, squeeze

_LONGEST = 80
_FEW = 4  # words of a line that says yesterday and no more
_UNITS = {
    "minute": "minute minutes min mins m minuten minuto minutos minuti minuut minut minuty minuter minutter минуту"
    " минуты минут мин dakika دقيقة دقائق"
    " second seconds sec secs sekunden secondes segundos secondi секунд saniye ثانية",
    "hour": "hour hours hr hrs h stunde stunden std heure heures hora horas ora ore uur uren godzine godziny godzin"
    " timme timmar time timer час часа часов saat ساعة ساعات",
    "day": "day days d tag tage tagen jour jours dia dias giorno giorni"
    " dag dagen dagar dage dager"
    " dzien dni день дня дней"
    " gun يوم أيام ايام",
    "week": "week weeks wk wks w woche wochen semaine semaines semana semanas settimana settimane weken"
    " tydzien tygodnie tygodni vecka veckor uge"
    " uger uke uker неделю недели недель hafta أسبوع اسبوع أسابيع",
    "month": "month months monat monate monaten mois mes meses mese mesi maand maanden miesiac miesiace miesiecy"
    " manad manader maned maneder месяц месяца месяцев ay شهر أشهر شهور",
    "year": "year years yr yrs jahr jahre jahren an ans annee ano anos anni anno jaar rok lata lat"
    " ar год года лет yil سنة"
    " سنوات عام أعوام",
}
_ONE = "a an one eine einer einem einen un une una uma um een en ett et jeden jedna один одну bir"
_AGO = "ago vor hace fa geleden temu sedan siden назад once منذ قبل atras"
_AGO_PHRASES = ("il y a ", "ha ", "for ")
_YESTERDAY = "yesterday gestern hier ayer ieri ontem gisteren wczoraj igar вчера dun أمس امس"
_TODAY = "today heute aujourd'hui hoy oggi hoje vandaag dzisiaj dzis idag сегодня bugun اليوم"
_NUMBER = re.compile(r"(\d{1,4})(?!\d) ?([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 30.44, "year": 365.25}
_PRECISION = {"week": len("2024-01"), "month": len("2024-01"), "year": len("2024")}
_MOST_DAYS = 150_000


def relative_date(text: str, when: datetime) -> str | None:
    """Return the date that a text gives in relation to ``when``, None if it gives none.

    A day counted in hours or days is kept as a day, what is counted in weeks or months as a month.

    >>> from datetime import UTC, datetime
    >>> at = datetime(2024, 1, 5, 2, 30, tzinfo=UTC)
    >>> [relative_date(one, at) for one in ("3 hours ago", "vor 2 Tagen", "hace un mes", "il y a 5 minutes", "Monday")]
    ['2024-01-04', '2024-01-03', '2023-12', '2024-01-05', None]
    """
    if len(text) > _LONGEST:
        return None
    folded = fold(squeeze(text))
    words = _WORD.findall(folded)
    known = _words()
    for word in words if len(words) <= _FEW else ():
        if known.get(word) in {"yesterday", "today"}:
            return (when - timedelta(days=known[word] == "yesterday")).date().isoformat()
    if not any(known.get(word) == "ago" for word in words) and not folded.startswith(_AGO_PHRASES):
        return None
    return _back(folded, words, when)


def _back(folded: str, words: list[str], when: datetime) -> str | None:
    units = _unit_words()
    if found := next((one for one in _NUMBER.finditer(folded) if one[2] in units), None):
        count, unit = int(found[1]), units[found[2]]
    else:
        ones = frozenset(_ONE.split())
        pairs = itertools.pairwise(words)
        named = next((second for first, second in pairs if first in ones and second in units), None)
        if named is None:
            return None
        count, unit = 1, units[named]
    days = count * _DAYS[unit]
    if days > _MOST_DAYS:
        return None
    return (when - timedelta(days=days)).date().isoformat()[: _PRECISION.get(unit)]


@cache
def _words() -> dict[str, str]:
    groups = {"ago": _AGO, "yesterday": _YESTERDAY, "today": _TODAY}
    return {word: name for name, words in groups.items() for word in fold(words).split()}


@cache
def _unit_words() -> dict[str, str]:
    return {word: unit for unit, words in _UNITS.items() for word in fold(words).split()}
