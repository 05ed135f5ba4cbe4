"""Why words are asked about before anybody reads a text, in plain sentences, by what the look says that they are."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _l

WHY = {
    "name": _l(
        "Mund të jetë emri i dikujt. Pranë moshës, klasës ose vendit edhe një emër i vetëm, a si e thërrasin, tregon cili fëmijë është."
    ),
    "initials": _l("Mund të jenë shkronjat e para të një emri. Kush e njeh fëmijën, e kupton prej tyre cili është."),
    "number": _l("Mund të jetë numri i një njeriu."),
    "email": _l("Mund të jetë adresa e postës elektronike e një njeriu."),
    "address": _l("Mund të tregojë ku banon dikush."),
    "description": _l(
        "Kush e njeh vendin mund ta kuptojë cili fëmijë është: nga mosha, klasa, ditëlindja, puna e prindit ose diçka që e ka vetëm ai. A duhet kjo?"
    ),
}


def reasons(kinds: Collection[str]) -> list[str]:
    """One for each kind, in the order of the list."""
    return [str(why) for kind, why in WHY.items() if kind in kinds]
