"""The second factors of staff: where their pages stand in this service."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from services.cases.actions import factors, passwords, sessions
from services.cases.actions.factors import KEPT
from services.cases.domain.timeliness import local_date
from services.cases.models import StaffMember
from services.cases.pages import letting_in, log_in_steps
from shared import access
from shared.clock import utc_now
from shared.platform import platform
from shared.principal import Principal
from shared.second_factor.doors import blueprints
from shared.second_factor.house import House
from shared.second_factor.passkeys import Owner


def _owner(session: Session, staff_id: UUID) -> Owner:
    member = session.get_one(StaffMember, staff_id)
    return Owner(member.id, member.username, member.name)


def _demand(by: Principal) -> str | None:
    required = platform().settings.second_factor_required
    return factors.demanded(by.roles, local_date(utc_now())) if required else None


def _proved(by: Principal, response: Response) -> None:
    terms, now = letting_in.terms(), utc_now()
    token, _row = platform().database.run(lambda session: sessions.prove(by, session, terms, now=now))
    letting_in.carry(response, token)


HOUSE = House(
    kept=KEPT,
    door="staff",
    rule=access.staff(),
    owner=_owner,
    proves=passwords.proves_own,
    begun=log_in_steps.begun,
    go_on=log_in_steps.shown_second,
    demand=_demand,
    proved=_proved,
    added=lambda by, session, now: sessions.end_others(by, session, now=now),
    path="/staff/account",
    proof="/staff/proof",
    back="account.account",
    log_in="log_in.log_in",
    lost=_l("Keni humbur telefonin dhe kodet? Flisni me një administrator të zyrës."),
    demanded=_l("Për rolin tuaj hyrja kërkon edhe një hap të dytë. Vëreni tani; pastaj vazhdoni."),
)
BLUEPRINTS = blueprints(HOUSE)
