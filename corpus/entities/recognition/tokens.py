"""Words, marks and sentences of a text, in one pass, and what is known of each word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.entities.recognition.lexicon import BIT, load
from corpus.text import fold

MAX_WORD = 60
"""A longer word is no name, nor a part of one."""
MAX_SENTENCE = 120  # tokens; a longer one is cut, for it is a table or a list
_LETTER = r"[^\W\d_][\w\u0300-\u036f\u00ad\u200b\u2060\ufeff]*(?<![_\u00ad\u200b\u2060\ufeff])"
_WRITTEN = {0xAD: None, 0x200B: None, 0x2060: None, 0xFEFF: None, 0x2010: "-", 0x2011: "-"}
"""Letters that are not seen, and hyphens that are others' twins."""
_OPENING = r"[\s\-–—―•·∙●▪■◦*>|#+~]*(?:Q(?![^\s:])[\s:]*)?"
"""What a line begins with that is none of its words: bullets, marks of quoted mail, the Q of an interviewer."""
_CONTRACTED = re.compile(r"[^\W\d_]+['’ʼ](?:ll|ve|re|[dm])|[^\W\d_]+n['’ʼ]t", re.IGNORECASE)
"""Words that are two, of which the second is small: I'll, they've, don't. No name is written so."""
_ABBREVIATED = (
    "Mr|Mrs|Ms|Dr|Prof|Rev|Fr|Sr|Jr|St|Ste|Mt|Ft|Gen|Lt|Col|Maj|Capt|Cpt|Sgt|Cpl|Pvt|Adm|Brig|Cmdr|Sen|Sens|Rep"
    "|Reps|Gov|Govs|Hon|Pres|Inc|Corp|Co|Ltd|Bros|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|No|vs|Ala|Ariz|Ark|Calif|Colo"
    "|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo"
)
_LED = "based|led|backed|born|occupied|held|controlled|sponsored|funded|trained|made|owned|run|brokered|supplied"
"""What is tied to a name by a hyphen: the name is a token of its own."""
_TOKEN = re.compile(
    rf"\n{_OPENING}|(?:[^\W\d_]\.){{2,}}|[A-Z]\.(?=[ \u00a0]?[A-Z])|(?:{_ABBREVIATED})\.(?!\w)"
    rf"|\b[A-Z] & [A-Z]\b|(?:US|UK|EU|UN|[A-Z]\w+)(?=-(?:{_LED})\b)|(?:US|UK|EU|UN)(?=-)"
    rf"|[A-Z]{{1,4}}(?:&[A-Z]{{1,4}})+\b|{_LETTER}(?:['’\-\u2010\u2011](?![sS]\b)[\u200b\u2060\ufeff]?{_LETTER})*"
    rf"|['’][sS]\b|\d+(?:[.,:]\d+)*|[^\w\s]|_+"
)
_INITIALLED = ("country", "place", "organisation")
"""What an acronym may be that is known without its dots ("U.N.")."""
_ASKS = "Q"
"""Who asks, in a transcript that lost its lines."""
_OPENED = re.compile(_OPENING)
_SMALL_WORD = BIT["function"] | BIT["nothing"]
_ENDS = frozenset(".!?…。！？؟")
_CLOSERS = frozenset("\"'”’»)]")


@dataclass(frozen=True, slots=True)
class Word:
    """What is known of a word by itself: its folded form, flags of the lexicon, and how it is written."""

    key: str
    flags: int
    shape: str

    @property
    def capital(self) -> bool:
        """Whether its first letter is a capital."""
        return self.shape[0] == "X"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text: where each stands, and the first of each sentence, with the number of tokens behind them.

    ``lines`` are the sentences, by their first tokens, that begin a line.
    """

    text: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[int]
    lines: set[int]

    def spans(self) -> Iterator[tuple[int, int]]:
        """Yield the first token of each sentence, and the one behind its last."""
        yield from zip(self.sentences, self.sentences[1:], strict=False)


def tokens(text: str) -> Tokens:
    """Return the tokens of a text; a line's end ends a sentence.

    >>> found = tokens("Gen. John A. Smith’s U.S. staff left. They’re in Iraq")
    >>> " ".join(found.text), found.sentences
    ('Gen. John A. Smith ’s U.S. staff left . They’re in Iraq', [0, 9, 12])
    """
    found: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    sentences, lines = [0], {0}
    ended = ""
    begin = _OPENED.match(text)
    for match in _TOKEN.finditer(text, begin.end() if begin else 0):
        token = match[0]
        if token[0] == "\n":
            ended = token
            continue
        if ended and token == _ASKS:
            continue
        is_glued = bool(found) and match.start() == ends[-1]
        is_symbol = is_glued and token.isupper() and len(found) > 1 and found[-2].isupper()  # of a share: AAPL.O
        if ended and found and not is_symbol and _parts(ended, token, is_glued=is_glued):
            sentences.append(len(found))
            if ended[0] == "\n":
                lines.add(len(found))
        elif len(found) - sentences[-1] >= MAX_SENTENCE:
            sentences.append(len(found))
        if token in _ENDS:
            ended = token
        elif token not in _CLOSERS:
            ended = ""
        found.append(token)
        starts.append(match.start())
        ends.append(match.end())
    if sentences[-1] != len(found):
        sentences.append(len(found))
    lines.add(len(found))
    return Tokens(found, starts, ends, sentences, lines)


def _parts(ended: str, token: str, *, is_glued: bool) -> bool:
    """Tell whether a token begins a sentence behind a full stop or the like, or a line's end."""
    if ended[0] == "\n":
        return True
    return not (is_glued and token in _CLOSERS) and (token[0].isupper() or not token[0].isalpha())


@lru_cache(maxsize=1 << 16)
def word(token: str) -> Word:
    """Return what is known of a token.

    >>> word("al-Sudani").shape, word("NATO").shape, word("1,500").shape, word("McCain").shape
    ('x-X', 'XX', '9', 'Xx')
    """
    if len(token) > MAX_WORD:
        return Word("", 0, "~")
    key = fold(token if token.isascii() else token.translate(_WRITTEN))
    known = load().words
    flags = known.get(key, 0)
    if not flags and key.endswith("."):
        flags = known.get(key[:-1], 0) or (known.get(key.replace(".", ""), 0) & mask(*_INITIALLED))
    if not flags and _CONTRACTED.fullmatch(token):
        flags = _SMALL_WORD
    return Word(key, flags, _shape(token))


def _shape(token: str) -> str:
    first = token[0]
    if first.isdigit():
        return "9"
    if not first.isalpha():
        return "'s" if token[1:] in {"s", "S"} else "." if first in _ENDS else "," if first in ",;:" else first
    case = "X" if first.isupper() else "x"
    if "." in token:
        return f"{case}."
    capitals = any(c.isupper() for c in token[1:])
    if "-" in token or "’" in token or "'" in token:
        return f"{case}-X" if capitals else f"{case}-x"
    if case == "x":
        return "xX" if capitals else "x"
    return "X" if len(token) == 1 else "XX" if token.isupper() else "Xx" if any(c.islower() for c in token) else "X9"


def mask(*flags: str) -> int:
    """Return the sum of flags of the lexicon."""
    return sum(BIT[flag] for flag in flags)
