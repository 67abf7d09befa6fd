"""What stands between two neighbouring names when the text says that they are one: “also known as” and the like.

The words between are matched as a whole, so that nothing else stands there. Verbs that may take an object (“Trump
dubbed Clinton”) need a comma or a parenthesis before them.
"""

import re
from enum import StrEnum

_LONGEST = 80  # code points between two names
_OPEN = r"[\s,(\[–—-]*[\"'“”„«‘]*"
_ADVERB = (
    r"(?:(?:also|better|widely|commonly|popularly|more|most|formerly|previously|originally|once|then|now|otherwise|"
    r"variously|internationally|locally|simply|usually|sometimes|still|familiarly|best)\s+){0,3}"
)
_OWNER = r"(?:(?:his|her|its|their|the|a)\s+)?"
_NAME = (
    r"(?:nom\s+de\s+guerre|noms\s+de\s+guerre|nom\s+de\s+plume|alias|nickname|code\s*name|pseudonym|stage\s+name|"
    r"pen\s+name|initials|acronym|abbreviation|former\s+name|old\s+name|real\s+name|birth\s+name|given\s+name|"
    r"war\s+name|kunya|Arabic\s+name|Arabic\s+acronym|Russian\s+acronym|Spanish\s+acronym|Kurdish\s+acronym|"
    r"English\s+acronym|Hebrew\s+acronym|French\s+acronym|Spanish\s+initials|French\s+initials)"
)
_CLAUSE = (
    r"(?:,?\s*(?:who|which|that)\s+(?:is|was|are|were|has\s+been|had\s+been|became|came\s+to\s+be)\s+|"
    r"\s*,\s*|\s*[(\[–—]\s*|\s+)"
)
_PART = r"(?:,\s*|\s*[(\[–—]\s*|,?\s*(?:who|which)\s+(?:is|was)\s+)"
_KNOWN = rf"{_CLAUSE}{_ADVERB}known\s+(?:\w+\s+)?(?:as|by)\s+{_OWNER}(?:{_NAME}(?:\s+of|\s*,)?\s*)?"
_CALLED = (
    rf"{_PART}{_ADVERB}(?:dubbed|nicknamed|called|styled|code-?named|renamed|"
    r"rebranded(?:\s+as)?|abbreviated(?:\s+as)?)\s+"
)
_NOM = (
    rf"(?:,?\s*(?:\(|–|—)?\s*(?:(?:whose|with|under|by|using|who\s+(?:used|goes\s+by|went\s+by|uses|took)|or)\s+)?"
    rf"{_OWNER}{_NAME}(?:\s+(?:is|was|of|as))?\s*[:,]?\s*)"
)
_AKA = rf"(?:{_PART}|\s+)(?:a\.?k\.?a\.?|alias|née?|born|{_ADVERB}formerly|previously|originally)\s+(?:the\s+)?"
_GOES = r"(?:,?\s*who\s+(?:goes|went)\s+by\s+(?:the\s+(?:name|alias|nickname)\s+(?:of\s+)?)?)"
_SAID = re.compile(
    rf"(?:(?P<known>{_KNOWN})|(?P<called>{_CALLED})|(?P<nom>{_NOM})|(?P<aka>{_AKA})|(?P<goes>{_GOES}))"
    rf"(?:the\s+)?{_OPEN}(?:the\s+)?",
    re.IGNORECASE,
)
_OR = re.compile(rf"\s*,\s*or\s+(?:the\s+)?{_OPEN}", re.IGNORECASE)
_PARENTHESIS = re.compile(r"[\"'”’]?\s*[(\[]\s*(?:or\s+|the\s+)*[\"'“‘]?\s*", re.IGNORECASE)


class Between(StrEnum):
    """What the words between two names say."""

    NOTHING = ""
    CALLED = "called"
    OR = "or"
    PARENTHESIS = "parenthesis"


def between(text: str, start: int, end: int) -> tuple[Between, str]:
    """Return what ``text[start:end]``, between two names, says of them, and its words on one line.

    >>> between("Mushtaq al-Jawari, also known as Abu Taqwa", 17, 33)
    (<Between.CALLED: 'called'>, 'also known as')
    >>> between("Trump called Kim", 5, 13)[0].value
    ''
    """
    if not 0 < end - start <= _LONGEST:
        return Between.NOTHING, ""
    gap = text[start:end]
    words = " ".join(gap.strip(" ,()[]\"'“”„«‘’\n\t–—-").split())
    if words and _SAID.fullmatch(gap):
        return Between.CALLED, words
    if _OR.fullmatch(gap):
        return Between.OR, "or"
    if _PARENTHESIS.fullmatch(gap):
        return Between.PARENTHESIS, "in parentheses"
    return Between.NOTHING, ""
