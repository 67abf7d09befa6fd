"""The words a date may hold: months and weekdays of a dozen languages, and zones."""

from functools import cache

from corpus.text import fold

_MONTHS = (
    (
        "january jan janvier janv januar jaenner jänner enero ene gennaio gen janeiro januari januar ocak января янв"
        " ledna stycznia styczen ianuarie gener tammikuuta ιανουαρίου січня януари január januára leden"
        " yanvar يناير جانفي"
    ),
    (
        "february feb février févr fev februar febrero febbraio fevereiro februari şubat февраля фев"
        " února lutego luty februarie febrer helmikuuta φεβρουαρίου лютого февруари február únor فبراير شباط فيفري"
    ),
    (
        "march mar mars marz märz maerz mrz marzo março mar maart mrt mart марта мар"
        " března marca marzec martie març maaliskuuta μαρτίου березня март március březen marec maret مارس آذار اذار"
    ),
    (
        "april apr avril avr abril abr aprile nisan апреля апр"
        " dubna kwietnia kwiecien aprilie huhtikuuta απριλίου квітня април április duben أبريل ابريل نيسان أفريل"
    ),
    (
        "may mai mayo maggio mag maio mei maj mayıs мая"
        " května maja mája maig toukokuuta μαΐου травня май május květen مايو أيار ايار ماي"
    ),
    (
        "june jun juin juni junio giugno giu junho haziran июня июн"
        " června czerwca czerwiec iunie juny kesäkuuta ιουνίου червня юни június júna červen يونيو يونيه حزيران جوان"
    ),
    (
        "july jul juillet juil juli julio luglio lug julho temmuz июля июл"
        " července lipca lipiec iulie juliol heinäkuuta ιουλίου липня юли július júla červenec يوليو يوليه تموز جويلية"
    ),
    (
        "august aug août agosto ago augustus augusti ağustos августа авг"
        " srpna sierpnia sierpien elokuuta αυγούστου серпня август augusztus srpen agustus أغسطس اغسطس آب"
    ),
    (
        "september sep sept septembre septiembre setiembre settembre set setembro eylül сентября сен сент"
        " září września wrzesien septembrie setembre syyskuuta σεπτεμβρίου"
        " вересня септември szeptember سبتمبر أيلول ايلول"
    ),
    (
        "october oct octobre oktober okt octubre ottobre ott outubro out ekim октября окт"
        " října pazdziernika octombrie lokakuuta οκτωβρίου жовтня октомври október říjen أكتوبر اكتوبر"
    ),
    (
        "november nov novembre noviembre novembro kasım ноября ноя нояб"
        " listopadu listopada noiembrie marraskuuta νοεμβρίου ноември نوفمبر"
    ),
    (
        "december dec décembre déc dezember dez diciembre dic dicembre dezembro des desember aralık декабря дек"
        " prosince grudnia grudzien decembrie desembre joulukuuta δεκεμβρίου грудня декември decembra prosinec ديسمبر"
    ),
)
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so "
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim "
    "lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb dom "
    "lunedì martedì mercoledì giovedì venerdì sabato domenica gio segunda terça quarta quinta sexta feira "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo "
    "poniedziałek wtorek środa czwartek piątek niedziela pon wt śr czw pt niedz "
    "понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс "
    "pazartesi salı çarşamba perşembe cuma cumartesi pazar måndag mandag tisdag tirsdag onsdag torsdag fredag lördag "
    "lørdag söndag søndag pondělí úterý středa čtvrtek pátek neděle الاثنين الإثنين الثلاثاء الأربعاء الاربعاء الخميس "
    "الجمعة السبت الأحد الاحد"
)
_NOISE = "of the de del den le el di do at on a um uhr published posted publie г року року год kl klo om alle às pm am"
ZONES = {  # minutes east of Greenwich; names that mean several zones (IST, BST, CST in China, ET) are absent
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "est": -300, "edt": -240, "cdt": -300, "mst": -420, "mdt": -360,
    "pst": -480, "pdt": -420, "cet": 60, "cest": 120, "mez": 60, "mesz": 120, "eet": 120, "eest": 180, "msk": 180,
    "jst": 540, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
}  # fmt: skip


@cache
def date_words() -> dict[str, int]:
    """Return the words a date may hold, folded, with the month each names, 0 for none."""
    found = dict.fromkeys(fold(f"{_WEEKDAYS} {_NOISE}").split(), 0)
    for month, names in enumerate(_MONTHS, 1):
        found.update(dict.fromkeys(fold(names).split(), month))
    return found


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(fold(_WEEKDAYS).split())


def is_weekday(word: str) -> bool:
    """Tell whether a folded word is a weekday in some language (``mar`` is, and a month too)."""
    return word in _weekdays()
