"""Running heads: what stands above, below and between the stories of a newspaper page, and is no title.

A line is one if it holds only a date, a page number, a price or the number of an issue; or one of
these beside the name of a newspaper: ``THE DAILY NEWS, TUESDAY, JANUARY 4, 1916. 3``.
"""

import re

from corpus.datewords import date_words, is_weekday
from corpus.text import fold

_LONGEST = 120  # code points
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_ROMAN = re.compile(r"[ivxlcdm]{1,9}")
_ORDINALS = frozenset({"st", "nd", "rd", "th", "er", "e", "re"})
_LISTS = {
    "series": "vol volume no nr num numero number issue edition page pages p pp seite s jahrgang jahrg jg ausgabe blatt"
    " tome annee an ano anno edicion pagina pag seccion section sec strona str rok wydanie год номер выпуск стр г года"
    " страница sayi sayfa yil cilt العدد صفحة السنة",
    "prices": "price preis prix precio prezzo preco cena цена fiyati fiyat pris prijs الثمن السعر ثمن",
    "money": "cent cents penny pence shilling d pf pfennig pfg mark groschen heller kreuzer centime centimes c sou sous"
    " franc francs centimos pesetas pesetas lire centesimi groszy zloty коп копеек копейки руб kurus lira para dollar"
    " dollars a copy per single in advance das stuck einzelnummer le numero",
    "numbers": "one two three four five six seven eight nine ten half twelve fifteen twenty",
    "names": "news times gazette herald journal post tribune chronicle courier star globe mail telegraph press observer"
    " sentinel register examiner dispatch advertiser intelligencer bulletin record republican democrat daily weekly"
    " zeitung tageblatt anzeiger nachrichten rundschau kurier presse volksblatt tagblatt figaro matin temps gaceta"
    " diario heraldo correo giornale corriere gazzetta stampa jornal correio courant kurjer gazeta dziennik газета"
    " известия вестник правда ведомости новости gazetesi gazete جريدة صحيفة",
}
_SERIES, _PRICES, _MONEY, _NUMBERS, _NAMES = (frozenset(words.split()) for words in _LISTS.values())
_PREPOSITIONS = frozenset({"of", "on", "at", "in", "de", "del", "du", "di", "le", "am", "vom", "um", "do"})
_SMALL = 3  # letters of a word that is not capitalised within a name
_MOST_WORDS = 6  # of a newspaper's name
_YEARS = range(1600, 2200)
_MOST_DIGITS = 4


def is_running_head(line: str) -> bool:
    """Tell whether a line is a running head, a date, a price or a page number.

    >>> is_running_head("THE DAILY NEWS, TUESDAY, JANUARY 4, 1916. 3"), is_running_head("PRICE ONE PENNY")
    (True, True)
    >>> is_running_head("FIRE DESTROYS MILL"), is_running_head("Budget of January 1916 passed")
    (False, False)
    """
    if len(line) > _LONGEST:
        return False
    written = _WORD.findall(line)
    words = [fold(word) for word in written]
    if not any(word.isalpha() for word in words):
        return True
    left = [at for at, word in enumerate(words) if not _is_plain(word)]
    if not left:
        return _says_when_or_which(words)
    if all(words[at] in _MONEY | _NUMBERS | _PRICES for at in left):
        return words[0] in _PRICES or (any(words[at] in _MONEY for at in left) and len(words) <= _MOST_WORDS)
    return _has_a_name([written[at] for at in left], left, words)


def _is_plain(word: str) -> bool:
    """Tell whether a folded word is one of dates and numbers."""
    known = word in date_words() or word in _SERIES or word in _ORDINALS
    return known or word.isdecimal() or _ROMAN.fullmatch(word) is not None


def _says_when_or_which(words: list[str]) -> bool:
    """Tell whether words of dates and numbers are more than small words, as in ``On the Sea``."""
    return any(word.isdecimal() or is_weekday(word) or date_words().get(word) or word in _SERIES for word in words)


def _has_a_name(name: list[str], places: list[int], words: list[str]) -> bool:
    """Tell whether what is left is a newspaper's name, alone or with its date or number at one end of the line."""
    capitalised = all(word[0].isupper() or not word[0].islower() or len(word) <= _SMALL for word in name)
    if len(name) > _MOST_WORDS or not capitalised:
        return False
    known = not _NAMES.isdisjoint(map(fold, name))
    around = [*words[: places[0]], *words[places[-1] + 1 :]]
    dated = _is_dated(around) and not _PREPOSITIONS.issuperset(words[places[-1] + 1 : places[-1] + 2] or [""])
    numbered = words[0].isdecimal() or words[-1].isdecimal() or not _SERIES.isdisjoint((words[0], *words[-2:-1]))
    alone = words[0] in {"the", "le", "la", "el", "il", "der", "die", "das"} and fold(name[-1]) in _NAMES
    return dated or (known and (numbered or (alone and len(words) <= _MOST_WORDS and " ".join(name).isupper())))


def _is_dated(words: list[str]) -> bool:
    """Tell whether words hold a day, a month and a year."""
    months = [word for word in words if date_words().get(word)]
    numbers = [int(word) for word in words if word.isdecimal() and len(word) <= _MOST_DIGITS]
    return bool(months) and len(numbers) > 1 and any(number in _YEARS for number in numbers)
