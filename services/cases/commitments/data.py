"""What the data files say that commitments rest on."""

from collections.abc import Mapping
from datetime import date

from services.cases.data import acts
from services.cases.domain.evidence import EvidenceKind

#: The kind of evidence that is another record of the office: what a commitment is tied to, or a visit.
RECORD = "office_record"
#: What a commitment can be found by in the office or in public; a body's files and replies are of an obligation.
_KINDS = (RECORD, "public_source")


def evidence_kinds(day: date) -> Mapping[str, EvidenceKind]:
    known = acts.evidence_kinds(day)
    return {key: known[key] for key in _KINDS if key in known}
