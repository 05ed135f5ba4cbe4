"""A version in the words of schema.org, as JSON-LD."""

from typing import Any

from services.notifications.library import data
from services.notifications.library.models import PublicationFile, PublicationVersion
from services.notifications.library.queries import public
from services.notifications.outlets.queries import register_address
from shared.open_data import LICENCE


def linked_data(version: PublicationVersion, root: str) -> dict[str, Any]:
    kind = data.entries("kinds")[version.publication.kind]
    return {
        "@context": "https://schema.org",
        "@type": kind["schema"],
        "@id": public.address(version.publication_id, root, version.number),
        "url": public.address(version.publication_id, root, version.number),
        "identifier": version.publication_id.urn,
        "name": [_in(one.language, one.title) for one in version.texts],
        "abstract": [_in(one.language, one.summary) for one in version.texts],
        "inLanguage": sorted({one.language for one in version.texts}),
        "version": str(version.number),
        "datePublished": version.released_at.isoformat() if version.released_at else None,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "creditText": public.citation(version, root),
        "publisher": {
            "@type": "GovernmentOrganization",
            "name": [_in("sq", "Avokati i Popullit"), _in("en", "People's Advocate")],
        },
        "audience": {"@type": "Audience", "audienceType": data.entries("audiences")[version.audience]["name_en"]},
        "about": [
            {"@type": "DefinedTerm", "termCode": key, "name": data.entries("topics")[key]["name_en"]}
            for key in version.topics
        ],
        "citation": [register_address(one.act, root) for one in version.citations if one.public],
        "encoding": [_encoding(version, one, root) for one in version.files],
    }


def _in(language: str, text: str) -> dict[str, str]:
    return {"@language": language, "@value": text}


def _encoding(version: PublicationVersion, file: PublicationFile, root: str) -> dict[str, Any]:
    return {
        "@type": "AudioObject" if file.form == "audio" else "MediaObject",
        "contentUrl": public.file_address(version, file, root),
        "encodingFormat": file.media_type,
        "inLanguage": file.language,
        "name": data.entries("formats")[file.form]["name_en"],
    }
