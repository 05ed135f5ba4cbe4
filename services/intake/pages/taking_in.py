"""What the pages share that take something in: read a form by the rules of the API, and do it once."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import Schema, ValidationError

from services.intake import data
from services.intake.actions import complaints
from services.intake.forms.public import ComplainForm
from services.intake.forms.registration import CounsellingForm
from services.intake.pages.routes import today, vault
from shared.clock import utc_now
from shared.errors import pointers
from shared.idempotency import answer
from shared.platform import platform
from shared.principal import Principal
from shared.rules import ContentViolation

_REFUSED = {
    "missing": _l("Kjo duhet plotësuar"),
    "named_twice": _l("Zgjidhni vetëm njërën: rrugën ose organin"),
    "not_for_this_channel": _l("Kjo nuk i përket kësaj rruge"),
    "in_the_future": _l("Kjo ditë ende nuk ka ardhur"),
    "too_old": _l("Kjo ditë është tepër e largët. A është viti i saktë?"),
}


def loaded(form: ComplainForm | CounsellingForm, schema: Schema, typed: dict[str, Any]) -> dict[str, Any] | None:
    """What was typed, in the shape of the API and by its rules; what they refuse stands at the field."""
    try:
        found: dict[str, Any] = schema.load(typed)
    except ValidationError as error:
        for fault in pointers(error.messages):
            form.mark(fault["pointer"], _("Kjo nuk mund të pranohet kështu. Shkruajeni ndryshe."))
        return None
    return found


def once(
    form: ComplainForm | CounsellingForm, new: dict[str, Any], work: Callable[[Any], dict[str, Any]]
) -> dict[str, Any] | None:
    """The result of `work`, done once: sent twice with one press it is one, and both answers show the same.

    What the action refuses stands at the field, and the result is None.
    """
    key = hashlib.sha256(f"{form.once.data}\n{json.dumps(new, default=str)}".encode()).hexdigest()
    try:
        told: dict[str, Any] = json.loads(answer(work, 201, key=key).get_data())
    except ContentViolation as refused:
        form.mark(f"/{refused.field}", str(_REFUSED.get(refused.code) or _("Kjo nuk mund të pranohet.")))
        return None
    return told


def registered(form: ComplainForm, new: dict[str, Any], *, by: Principal) -> dict[str, Any] | None:
    """What the page after it shows of the complaint that was taken in; `by` is staff where an officer typed it."""
    here, now = platform(), utc_now()

    def work(writing: Any) -> dict[str, Any]:
        made = complaints.register(by, writing, vault(), here.documents, new, now=now)
        return {
            "reference": made.reference,
            "code": made.receipt_code,
            "urgency": made.urgency,
            "due_on": made.due_on.isoformat(),
            "confirmed": data.to_answer(new.get("received_on") or today()).confirmed,
            "id": str(made.id),
            "by_staff": by.kind == "staff",
        }

    return once(form, new, work)
