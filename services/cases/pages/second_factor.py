"""The second factors of staff: where their pages stand in this service."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from services.cases.actions import passwords
from services.cases.actions.factors import KEPT
from services.cases.models import StaffMember
from services.cases.pages import log_in_steps
from shared import access
from shared.second_factor.doors import blueprints
from shared.second_factor.house import House
from shared.second_factor.passkeys import Owner


def _owner(session: Session, staff_id: UUID) -> Owner:
    member = session.get_one(StaffMember, staff_id)
    return Owner(member.id, member.username, member.name)


HOUSE = House(
    kept=KEPT,
    rule=access.staff(),
    owner=_owner,
    proves=passwords.proves_own,
    begun=log_in_steps.begun,
    go_on=log_in_steps.shown_second,
    path="/staff/account",
    back="account.account",
    log_in="log_in.log_in",
    lost=_l("Keni humbur telefonin dhe kodet? Flisni me një administrator të zyrës."),
    demanded=_l("Për rolin tuaj hyrja kërkon edhe një hap të dytë. Vëreni tani; pastaj vazhdoni."),
)
BLUEPRINTS = blueprints(HOUSE)
