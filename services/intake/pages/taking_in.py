"""What the pages share that take something in: read a form by the rules of the API, and do it once."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.actions import complaints
from services.intake.forms.public import ComplainForm
from services.intake.forms.registration import CounsellingForm
from services.intake.pages.routes import today, vault
from services.intake.schemas.complaints import NewComplaint, Receipt
from shared.clock import utc_now
from shared.edges import Answer, Body
from shared.errors import pointers
from shared.idempotency import answer
from shared.platform import platform
from shared.principal import Principal
from shared.rules import ContentViolation
from shared.typed import load

B = TypeVar("B", bound=Body)
A = TypeVar("A", bound=Answer)

_REFUSED = {
    "missing": _l("Kjo duhet plotësuar"),
    "named_twice": _l("Zgjidhni vetëm njërën: rrugën ose organin"),
    "not_for_this_channel": _l("Kjo nuk i përket kësaj rruge"),
    "in_the_future": _l("Kjo ditë ende nuk ka ardhur"),
    "does_not_fit": _l("Kjo nuk përputhet me të tjerat që u thanë"),
    "too_old": _l("Kjo ditë është tepër e largët. A është viti i saktë?"),
}


_REFUSED_TO_CHILD = {
    "named_twice": _l("Zgjidh vetëm njërën: rrugën ose organin"),
}


def _is_to_child(form: ComplainForm | CounsellingForm) -> bool:
    """Whether who typed may be a child; who types at the office is none."""
    return type(form) is ComplainForm and not form.adult


def loaded(form: ComplainForm | CounsellingForm, shape: type[B], typed: Mapping[str, object]) -> B | None:
    """What was typed, as the value that the API reads and by its rules; what they refuse stands at the field."""
    try:
        return load(shape, typed)
    except ValidationError as error:
        for fault in pointers(error.messages):
            to_child = _("Kjo nuk mund të pranohet kështu. Shkruaje ndryshe.")
            to_adult = _("Kjo nuk mund të pranohet kështu. Shkruajeni ndryshe.")
            form.mark(fault["pointer"], to_child if _is_to_child(form) else to_adult)
        return None


def once(form: ComplainForm | CounsellingForm, new: Body, result: type[A], work: Callable[[Session], A]) -> A | None:
    """The result of `work`, done once: sent twice with one press it is one, and both answers show the same.

    What the action refuses stands at the field, and the result is None.
    """
    key = hashlib.sha256(f"{form.once.data}\n{new!r}".encode()).hexdigest()
    try:
        return load(result, json.loads(answer(work, 201, key=key).get_data()))
    except ContentViolation as refused:
        to_child = _REFUSED_TO_CHILD.get(refused.code) if _is_to_child(form) else None
        said = to_child or _REFUSED.get(refused.code) or _("Kjo nuk mund të pranohet.")
        form.mark(f"/{refused.field.replace('.', '/')}", str(said))
        return None


def registered(by: Principal, form: ComplainForm, new: NewComplaint) -> Receipt | None:
    """What the page after it shows of the complaint that was taken in; `by` is staff where an officer typed it."""
    here, now = platform(), utc_now()
    term = data.to_answer(new.received_on or today())

    def work(writing: Session) -> Receipt:
        registered = complaints.register(by, writing, vault(), here.documents, new, now=now)
        return Receipt(
            id=registered.id,
            reference=registered.reference,
            code=registered.receipt_code,
            urgency=registered.urgency,
            due_on=registered.due_on,
            confirmed=term.confirmed,
            by_staff=by.kind == "staff",
            by_child=new.submitter.role == "child",
        )

    return once(form, new, Receipt, work)
