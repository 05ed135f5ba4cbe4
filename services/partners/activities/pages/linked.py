"""An announced activity in the words of schema.org, as JSON-LD."""

from typing import Any

from services.partners.activities import data
from services.partners.activities.domain.calendar import moment
from services.partners.activities.domain.life import State
from services.partners.activities.schemas import PublicActivity
from shared.open_data import LICENCE


def linked_data(one: PublicActivity) -> dict[str, Any]:
    """Names in both languages; what is not known is left out."""
    found = {
        "@context": "https://schema.org",
        "@type": data.entries("kinds")[one.kind]["schema"],
        "@id": one.url,
        "url": one.url,
        "identifier": one.number,
        "name": [_in("sq", one.title_sq), _in("en", one.title_en)],
        "startDate": moment(one.planned_on, one.starts).isoformat() if one.starts else one.planned_on.isoformat(),
        "endDate": moment(one.planned_on, one.ends).isoformat() if one.ends else None,
        "eventStatus": f"https://schema.org/Event{'Cancelled' if one.status == State.CALLED_OFF else 'Scheduled'}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": _place(one),
        "organizer": {
            "@type": "GovernmentOrganization",
            "name": [_in("sq", "Avokati i Popullit"), _in("en", "People's Advocate")],
        },
        "about": [
            {"@type": "DefinedTerm", "termCode": key, "name": data.entries("clusters")[key]["name_en"]}
            for key in one.clusters
        ],
        "isAccessibleForFree": True,
        "license": LICENCE,
    }
    return {name: value for name, value in found.items() if value is not None}


def _place(one: PublicActivity) -> dict[str, Any]:
    address = {"@type": "PostalAddress", "addressLocality": one.municipality_sq, "addressCountry": "AL"}
    return {
        "@type": "Place",
        "name": [_in("sq", one.place("sq") or "Shqipëri"), _in("en", one.place("en") or "Albania")],
        "address": {name: value for name, value in address.items() if value},
    }


def _in(language: str, text: str) -> dict[str, str]:
    return {"@language": language, "@value": text}
