"""Names of Chinese and Korean syllables, in Pinyin or Wade-Giles, in the Revised Romanisation or the older ones.

Both sides become syllables, and each syllable the class of its first sound and its rhyme as all systems write it.
"""

import re
from functools import lru_cache
from typing import Final

_INITIAL = "zh|ch|sh|hs|ts|tz|ss|sz|[bpmfdtnlgkhjqxrzcsyw]"
_RHYME = (
    "iang|iong|uang|ueng|ang|eng|ing|ong|ung|iao|ian|ien|uai|uan|yuan|yueh|ieh|ueh|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|"
    "uo|ui|ue|er|erh|ih|uh|eh|a|o|e|i|u"
)
_SYLLABLE = re.compile(rf"({_INITIAL})?({_RHYME})(?![aeiou])")
_LOOSE = re.compile(rf"({_INITIAL})?({_RHYME})")
_FIRST: Final = {
    "b": "p", "p": "p", "d": "t", "t": "t", "g": "k", "k": "k", "zh": "c", "ch": "c", "j": "c", "q": "c", "x": "s",
    "hs": "s", "sh": "s", "s": "s", "ss": "s", "sz": "s", "z": "z", "c": "z", "ts": "z", "tz": "z", "r": "r",
}  # fmt: skip
_RHYMES: Final = {
    "ung": "ong", "ien": "ian", "ieh": "ie", "ueh": "ue", "ih": "i", "uh": "e", "eh": "e", "erh": "er",
    "yueh": "yue", "uo": "o", "ueng": "eng", "iong": "ong", "iung": "ong", "iang": "ang", "uei": "ui",
}  # fmt: skip
_FEWEST = 2  # syllables

_SURNAMES: Final = {
    "gim": "kim", "yi": "lee", "rhee": "lee", "ri": "lee", "li": "lee", "i": "lee", "bak": "park", "bag": "park",
    "pak": "park", "choe": "choi", "noh": "roh", "no": "roh", "jeong": "chung", "jung": "chung", "cheong": "chung",
    "gang": "kang", "jo": "cho", "im": "lim", "rim": "lim", "mun": "moon", "yun": "yoon", "sin": "shin", "u": "woo",
    "heo": "hur", "huh": "hur", "an": "ahn", "gu": "koo", "ku": "koo", "pae": "bae", "ryu": "yoo", "yu": "yoo",
    "o": "oh", "song": "song", "hong": "hong", "han": "han", "jeon": "chun", "chon": "chun", "jun": "chun",
    "chun": "chun", "ban": "ban", "pan": "ban", "kim": "kim", "lee": "lee", "park": "park", "choi": "choi",
    "chung": "chung", "kang": "kang", "cho": "cho", "lim": "lim", "moon": "moon", "yoon": "yoon", "shin": "shin",
    "hwang": "hwang", "seo": "seo", "suh": "seo", "so": "seo", "roh": "roh", "ahn": "ahn", "jang": "jang",
    "chang": "jang", "kwon": "kwon", "gwon": "kwon",
}  # fmt: skip
_KOREAN = re.compile(
    r"(kk|tt|pp|ss|jj|ch|sh|[gkndtrlmbpsjhyw])?(yeo|yae|yoo|you|wae|weo|eo|eu|ae|oe|ui|wa|wo|we|wi|oo|ou|ee|ya|yo|yu|ye|uh(?![aeiouyw])|"
    r"ah(?![aeiouyw])|u|a|e|i|o)(ng|[nmlrkgptbds](?![aeiouyw]))?"
)
_ONSETS: Final = {
    "g": "k",
    "kk": "k",
    "d": "t",
    "tt": "t",
    "b": "p",
    "pp": "p",
    "j": "ch",
    "jj": "ch",
    "ss": "s",
    "sh": "s",
    "l": "r",
}
_NUCLEI: Final = {
    "eo": "o", "eu": "u", "oo": "u", "ou": "u", "ee": "i", "uh": "o", "ah": "a", "yeo": "yo", "you": "yo",
    "yoo": "yu", "weo": "wo", "yae": "ye", "ae": "e", "oe": "e", "ui": "i",
}  # fmt: skip
_CODAS: Final = {"g": "k", "d": "t", "b": "p", "r": "l", "s": "t"}


@lru_cache(maxsize=1 << 14)
def chinese_key(letters: str, *, is_wade: bool = False) -> tuple[str, ...]:
    """Return the syllables of a name in Latin letters, nothing where it cannot be Chinese.

    In Wade-Giles (``is_wade``) a ``j`` is what Pinyin writes as ``r``.

    >>> chinese_key("maozedong") == chinese_key("maotsetung")
    True
    >>> chinese_key("smith")
    ()
    """
    found: list[str] = []
    at = 0
    while at < len(letters):
        syllable = _SYLLABLE.match(letters, at) or _LOOSE.match(letters, at)
        if syllable is None:
            return ()
        initial, rhyme = syllable[1] or "", syllable[2]
        if initial in {"ts", "tz", "ss", "sz"} and rhyme == "u":
            rhyme = "i"  # tzu is zi, ssu is si
        first = "r" if is_wade and initial == "j" else _FIRST.get(initial, initial)
        found.append(first + "-" + _RHYMES.get(rhyme, rhyme))
        at = syllable.end()
    return tuple(found) if len(found) >= _FEWEST else ()


@lru_cache(maxsize=1 << 14)
def korean_key(words: tuple[str, ...], *, loose: bool = False) -> tuple[str, ...]:
    """Return the surname and the syllables of a Korean name, nothing where it is none.

    ``loose`` takes ``u`` for ``o``, as Latin letters often write what Korean ones tell apart.

    >>> korean_key(("kim", "jong", "un")) == korean_key(("gim", "jeong", "eun"))
    True
    >>> korean_key(("kim", "jong", "il")) == korean_key(("kim", "jong", "un"))
    False
    """
    if len(words) < _FEWEST or words[0] not in _SURNAMES:
        return ()
    letters = "".join(words[1:])
    found = [_SURNAMES[words[0]]]
    at = 0
    while at < len(letters):
        syllable = _KOREAN.match(letters, at)
        if syllable is None:
            return ()
        onset, nucleus, coda = (one or "" for one in syllable.groups())
        vowel = _NUCLEI.get(nucleus, nucleus)
        onset = "" if onset == "w" and vowel == "u" else _ONSETS.get(onset, onset)
        found.append(onset + (vowel.replace("u", "o") if loose else vowel) + _CODAS.get(coda, coda))
        at = syllable.end()
    return tuple(found)
