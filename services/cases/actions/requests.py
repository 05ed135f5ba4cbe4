"""Asking a body for information: the step of a case that is an act of its own, drafted and issued by one person at once."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import checks, drafts, issuing
from services.cases.actions.outgoing import UNKNOWN, Outgoing
from services.cases.data.acts import request_kinds
from services.cases.data.confirmed import Rests
from services.cases.domain.bodies import BodyClass, Role
from services.cases.domain.timeliness import local_date
from services.cases.models import Case, Recommendation
from services.cases.queries import faults
from services.cases.queries.checks import ISSUE
from services.cases.queries.situations import institutions
from services.cases.schemas.acts import AddresseeBody, DraftBody, ItemBody
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, refuse

#: How what is asked for by hand is answered (reply_forms.yaml).
INFORMATION = "information"


def ask(
    by: Principal,
    session: Session,
    documents: Documents,
    case: Case,
    institution_id: UUID | None,
    text: str,
    *,
    now: datetime,
    outgoing: Outgoing = UNKNOWN,
) -> Recommendation:
    """One request with one item to one body. Possible while a court has the matter: such a request interferes with nothing.

    It leaves once it was compared with the sealed files, by itself if it names nobody; else it stays a draft.
    """
    body = institutions(session, [institution_id]).get(institution_id) if institution_id else None
    if body is None:
        raise ContentViolation("no such institution", code="institution_unknown", field="institution_id")
    if not text.strip():
        raise ContentViolation("what is asked is written down", code="case.no_text", field="text")
    today = local_date(now)
    kind = kind_for(BodyClass(body.institution_class), today)
    # Asked now: what no comparison can mend would be refused only when nobody looks any more.
    outgoing.check_law(Rests(data.kind_on(kind, today), {body.institution_class}), today)
    name = data.kind_entry(kind, today)["name_sq"]
    wanted = DraftBody(
        kind=kind,
        title=name,
        items=(ItemBody(text=text),),
        addressees=(AddresseeBody(institution_id=body.id, role=Role.RESPONSIBLE),),
    )
    return send(by, session, documents, case, wanted, now=now, outgoing=outgoing)


def send(
    by: Principal,
    session: Session,
    documents: Documents,
    case: Case,
    wanted: DraftBody,
    *,
    now: datetime,
    outgoing: Outgoing = UNKNOWN,
    of_agreement: bool = False,
) -> Recommendation:
    """A step of others: a request of a kind that one person drafts and issues. It leaves once it was compared with the sealed files, by
    itself if it names nobody; else it stays a draft. `of_agreement`: as of `drafts.draft`.
    """
    today = local_date(now)
    act = drafts.draft(by, session, documents, case.id, wanted, now=now, of_agreement=of_agreement)
    # What could not be issued is told to who asks, and does not wait for its comparison.
    refuse(
        faults.of(session, case, faults.content_of(session, act, today), today, confirmed_only=outgoing.confirmed_only)
    )
    if checks.go_on_when_clean(by, session, act.id, act.content_hash, [case.id], {"do": ISSUE}):
        return issuing.issue(by, session, documents, act.id, now=now, outgoing=outgoing)
    return act


def kind_for(body_class: BodyClass, today: date) -> str:
    """A step of others: the kind of request that goes to such a body. Raises `ContentViolation` where none does."""
    for key in request_kinds():
        kind = data.kind_on(key, today)
        if kind.reply_form == INFORMATION and body_class in kind.classes:
            return key
    raise ContentViolation("it is not asked for information", code="addressee.class", field="institution_id")
