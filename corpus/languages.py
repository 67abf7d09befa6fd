"""Languages: the many ways to name one, as its ISO 639-1 code."""

import re
from functools import cache

from corpus.text import fold

_CODES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo "
    "es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka "
    "kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng "
    "nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su "
    "sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
# ISO 639-2 codes (both kinds), codes no longer in use, English and own names.
_NAMES = {
    "ar": "ara arabic العربية", "bg": "bul bulgarian български", "bn": "ben bengali বাংলা",
    "ca": "cat catalan català", "cs": "ces cze czech čeština", "da": "dan danish dansk",
    "de": "deu ger german deutsch", "el": "ell gre greek ελληνικά", "en": "eng english",
    "es": "spa spanish español castellano", "et": "est estonian eesti", "eu": "eus baq basque euskara",
    "fa": "fas per persian farsi فارسی", "fi": "fin finnish suomi", "fr": "fra fre french français",
    "ga": "gle irish gaeilge", "he": "heb iw hebrew עברית", "hi": "hin hindi हिन्दी",
    "hr": "hrv croatian hrvatski", "hu": "hun hungarian magyar", "hy": "hye arm armenian հայերեն",
    "id": "ind in indonesian", "it": "ita italian italiano", "ja": "jpn japanese 日本語", "ko": "kor korean 한국어",
    "ku": "kur kurdish kurdî", "lt": "lit lithuanian lietuvių", "lv": "lav latvian latviešu",
    "nl": "nld dut dutch nederlands", "no": "nor norwegian norsk", "pl": "pol polish polski",
    "pt": "por portuguese português", "ro": "ron rum romanian română mo", "ru": "rus russian русский",
    "sk": "slk slo slovak slovenčina", "sl": "slv slovenian slovenščina", "sr": "srp serbian српски",
    "sv": "swe swedish svenska", "th": "tha thai ไทย", "tr": "tur turkish türkçe", "uk": "ukr ukrainian українська",
    "ur": "urd urdu اردو", "vi": "vie vietnamese", "yi": "yid yiddish ji", "zh": "zho chi chinese mandarin 中文",
}  # fmt: skip
_TAG = re.compile(r"([^\W\d_]{2,20})(?:[-_.@ (;,].{0,40})?", re.DOTALL)


def normal_language(text: str | None) -> str | None:
    """Return the ISO 639-1 code of a language tag or name, None if it is neither.

    >>> normal_language("en-US"), normal_language("English"), normal_language("zh_Hans")
    ('en', 'en', 'zh')
    >>> normal_language("xx"), normal_language("UTF-8"), normal_language("")
    (None, None, None)
    """
    found = _TAG.fullmatch(fold((text or "").strip()[:80]))
    return _codes().get(found[1]) if found else None


@cache
def _codes() -> dict[str, str]:
    codes = {code: code for code in _CODES.split()}
    for code, names in _NAMES.items():
        codes.update(dict.fromkeys(fold(names).split(), code))
    return codes
