"""Words that names are made of beside the names themselves: titles, particles, legal forms, compass words."""

from typing import Final


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


TITLES: Final = words(
    "president vice prime premier minister deputy foreign defence defense finance interior chancellor king queen "
    "prince princess emperor empress sultan emir sheikh shaikh sheik shaykh sheikha ayatollah imam mullah maulana "
    "hojatoleslam sayyid-title pope cardinal archbishop bishop rev reverend father sister rabbi dr doctor prof "
    "professor mr mrs ms miss mx sir dame lord lady baron baroness count countess duke duchess general gen colonel "
    "col lieutenant lt major maj captain capt cpt commander cmdr sergeant sgt corporal cpl private pvt admiral adm "
    "marshal brigadier brig brigadeführer senator sen representative rep congressman congresswoman governor gov "
    "mayor ambassador amb secretary sec attorney judge justice chief director chairman chairwoman chairperson chair "
    "ceo speaker leader comrade hon honorable honourable former ex late acting herr frau monsieur mme "
    "madame mlle senor senora don dona signor the coach detective officer inspector superintendent sheriff mp mep "
    "md phd esq obe cbe hajj haji hajji mufti crown gospodin tsar czar shah khedive caliph warlord constable "
    "trooper lawmaker spokesman spokeswoman spokesperson counsel treasurer"
)
"""Words that stand before or after the name of a person and are none of it."""

OFFICES: Final = words(
    "president minister secretary senator governor director chancellor general chairman ambassador representative "
    "congressman congresswoman commissioner spokesman spokeswoman premier commander mayor"
)
"""Titles before which stands what they are of: US Treasury Secretary."""

FEMALE: Final = words("mrs ms miss mme madame lady dame queen princess baroness duchess sister")
MALE: Final = words("mr sir lord king prince baron duke herr monsieur father pope")

NOBLE: Final = words(
    "de del della di da das do dos du des la las le les el los van von der den ter ten zu zur zum af av y e i "
    "vander vom vande"
)
"""Small words before surnames; one spelling has them, another has not."""

ARTICLES: Final = words("al el ul il ad ar as ash at an az ed er es ez")
"""The Arabic article, as its first consonant is heard; only the first two stand alone without a hyphen."""

SONS: Final = words("bin ibn ben bint bn")
KINS: Final = words("abu abou aboo abi umm um oum")

JUNIORS: Final = {"jr": "jr", "junior": "jr", "jnr": "jr", "sr": "sr", "senior": "sr", "snr": "sr"}

LEGAL: Final = words(
    "inc incorporated corp corporation co company ltd limited plc llc llp lp gmbh ag sa sas sarl spa srl bv nv ab "
    "as asa oy kk pte pty kg kgaa oao ooo pjsc jsc se holdings holding group"
)
"""What a company is by law; two names that differ in nothing else are one."""

SMALL: Final = words(
    "the of and for in on at to by de del della di da du des la le les el los las der die das und et y e al a an "
    "with fur pour"
)
"""Words that an organisation's name may lack."""

COMPASS: Final = words(
    "north south east west northern southern eastern western northeast northwest southeast southwest northeastern "
    "northwestern southeastern southwestern central upper lower new old great greater inner outer"
)

WRITTEN: Final = {
    "st": "saint", "ste": "saint", "sainte": "saint", "mt": "mount", "ft": "fort", "centre": "center",
    "defence": "defense", "labour": "labor", "programme": "program", "programmes": "program",
    "intl": "international", "natl": "national", "dept": "department", "assn": "association",
    "assoc": "association", "univ": "university", "govt": "government", "inst": "institute", "bros": "brothers",
    "cttee": "committee", "min": "ministry", "fed": "federal", "theatre": "theater", "licence": "license",
    "harbour": "harbor", "comm": "commission", "bd": "board", "fdn": "foundation", "soc": "society",
    "adm": "administration", "admin": "administration", "org": "organization", "corps": "corps",
    "jewellers": "jewelers", "grey": "gray", "islam": "islam", "moslem": "muslim", "aluminium": "aluminum",
    "tyre": "tire", "mfg": "manufacturing", "hosp": "hospital", "svc": "service", "svcs": "service",
    "eng": "engineering", "tech": "technology", "technologies": "technology", "airways": "airways",
    "islamist": "islamist", "usa": "us",
}  # fmt: skip
"""Words of organisations and places under the spelling they are compared by."""

GENERIC: Final = words(
    "ministry minister department office bureau agency authority bank central council committee commission court "
    "supreme parliament senate congress assembly government party army forces force police navy air guard "
    "university college school institute center hospital church foundation association society union federation "
    "league club company corporation group organization movement front news national international federal state "
    "royal united american british general world global public people democratic republican liberal conservative "
    "labor administration board service services fund trust press times post daily television radio network house "
    "home security defense health education justice trade republic museum library airport street city county"
)
"""Words that name no organisation by themselves."""
