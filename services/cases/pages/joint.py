"""Who signs an act besides the office: at a desk."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases.actions import joint as actions
from services.cases.forms.joint import SignatureForm, SignatureWithdrawalForm
from services.cases.pages.acting import done, see
from services.cases.pages.cases import WORKING
from services.cases.queries import joint
from services.cases.queries.visibility import find_act
from services.cases.schemas.joint import SignaturesAnswer
from shared import access
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import NotFound

blueprint = Blueprint("joint_pages", __name__)


@blueprint.route("/staff/recommendations/<uuid:act_id>/signatures")
@access.staff(*WORKING)
def signatures(act_id: UUID) -> ResponseReturnValue:
    return _page(_read(act_id)), 200


@blueprint.route("/staff/recommendations/<uuid:act_id>/signatures", methods=["POST"])
@access.staff(*WORKING)
def cosign(act_id: UUID) -> ResponseReturnValue:
    found, by, now, status = _read(act_id), access.current(), utc_now(), 422
    form = SignatureForm(prefix="sign-").offer(found.missing)
    if form.validate_on_submit():
        signed, status = done(form, lambda session: actions.sign(by, session, act_id, form.wanted(), now=now))
        if signed is not None:
            flash(_("Nënshkrimi u shënua."), "success")
            return see(url_for("joint_pages.signatures", act_id=act_id))
    return _page(_read(act_id), form), status


@blueprint.route("/staff/recommendations/<uuid:act_id>/signatures/<uuid:signature_id>/withdrawal", methods=["POST"])
@access.staff(*WORKING)
def withdraw(act_id: UUID, signature_id: UUID) -> ResponseReturnValue:
    form, by, now, status = SignatureWithdrawalForm(prefix=f"{signature_id}-"), access.current(), utc_now(), 422
    if form.validate_on_submit():
        back, status = done(
            form, lambda session: actions.withdraw(by, session, act_id, signature_id, form.wanted(), now=now)
        )
        if back is not None:
            flash(_("U shënua që nënshkrimi u tërhoq."), "success")
            return see(url_for("joint_pages.signatures", act_id=act_id))
    return _page(_read(act_id), form), status


def _read(act_id: UUID) -> SignaturesAnswer:
    """Raises `NotFound`, for an act that the office signs alone too."""
    with platform().database.reading() as session:
        act, _case = find_act(session, act_id, access.current())
        found = joint.read(session, act)
    if not found.cosigners:
        raise NotFound
    return found


def _page(found: SignaturesAnswer, failing: Any = None) -> str:
    sign = None
    if found.open and found.missing:
        seen = {"content_hash": found.content_hash}
        fresh = SignatureForm(formdata=None, prefix="sign-", data=seen).offer(found.missing)
        sign = failing if isinstance(failing, SignatureForm) else fresh
    backs = {
        one.id: failing
        if isinstance(failing, SignatureWithdrawalForm) and failing._prefix == f"{one.id}-"  # noqa: SLF001 - WTForms has no other name for it
        else SignatureWithdrawalForm(formdata=None, prefix=f"{one.id}-")
        for one in found.signatures
        if found.open and one.withdrawn_at is None
    }
    page: str = render_template("cases/signatures.html", found=found, sign=sign, backs=backs, failing=failing)
    return page
