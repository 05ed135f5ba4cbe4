"""The words of codes by which lists of partners are narrowed, in the language of whoever reads."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from services.partners import data
from shared.words import language

CLASSES: Mapping[str, str] = {
    "ministry": _l("Ministri"),
    "agency": _l("Agjenci"),
    "municipality": _l("Bashki"),
    "municipal_council": _l("Këshill bashkiak"),
    "prefect": _l("Prefekt"),
    "school": _l("Shkollë"),
    "health": _l("Shëndetësi"),
    "police": _l("Polici"),
    "prison": _l("Institucion i ekzekutimit të vendimeve penale"),
    "social_care": _l("Përkujdes shoqëror"),
    "prosecution": _l("Prokurori"),
    "judicial_oversight": _l("Organ i qeverisjes së drejtësisë"),
    "court": _l("Gjykatë"),
    "assembly": _l("Kuvend"),
    "constitutional_court": _l("Gjykatë Kushtetuese"),
    "private": _l("Subjekt privat"),
}
#: Where a letter stands, as the inbox is narrowed.
LETTERS: Mapping[str, str] = {
    "waiting": _l("Presin përgjigje"),
    "held": _l("Të ndalura"),
    "answered": _l("Me përgjigje"),
    "over": _l("Pa përgjigje që kërkohet ende"),
    "withdrawn": _l("Të tërhequra"),
}
#: Where a letter on paper stands, how it goes, and since when it waits.
POST_STATES: Mapping[str, str] = {
    "to_post": _l("Për t'u nisur"),
    "sent": _l("U nisën, pa lajm për dorëzimin"),
    "to_look_at": _l("Dorëzimi pret një person të dytë"),
    "delivered": _l("U dorëzuan"),
    "returned": _l("U kthyen dhe nuk u nisën më"),
    "answered": _l("Mbërritën: e tregon përgjigjja"),
    "dropped": _l("Nuk nisen më"),
}
POST_WAYS: Mapping[str, str] = {
    "post": _l("Postë e regjistruar"),
    "courier": _l("Korrier"),
    "hand": _l("Dorazi"),
}
#: How far a one-time link came.
LINK_STATES: Mapping[str, str] = {
    "wanted": _l("Gati për dërgim"),
    "sent": _l("U dërgua, pa u hapur"),
    "opened": _l("U hap"),
    "expired": _l("Skadoi pa u hapur"),
    "revoked": _l("U revokua nga zyra"),
    "replaced": _l("U zëvendësua nga një më e re"),
    "failed": _l("Mesazhi nuk mbërriti"),
    "withdrawn": _l("Kujtesa u tërhoq: nuk vlen më"),
}
POST_AGES: Mapping[str, str] = {"week": _l("Më shumë se një javë"), "month": _l("Më shumë se një muaj")}
COUNTIES: Mapping[str, str] = {
    key: LazyString(lambda key=key: data.county_names(language())[key]) for key in data.county_names()
}
