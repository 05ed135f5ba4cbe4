"""The second factors of people of bodies: where their pages stand in this service."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from services.partners.actions import factors, log_ins, people
from services.partners.actions.factors import KEPT
from services.partners.domain import local_date
from services.partners.pages import log_in_steps
from services.partners.pages.correspondence import PEOPLE
from services.partners.queries import credentials
from shared.clock import utc_now
from shared.platform import platform
from shared.principal import Principal
from shared.second_factor.doors import blueprints
from shared.second_factor.house import House
from shared.second_factor.passkeys import Owner


def _owner(session: Session, user_id: UUID) -> Owner:
    username = credentials.username_of(session, user_id)
    return Owner(user_id, username, username)


def _demand(by: Principal) -> str | None:
    required = platform().settings.second_factor_required
    return factors.demanded(by.roles, local_date(utc_now())) if required else None


def _proved(by: Principal, _response: Response) -> None:
    now = utc_now()
    platform().database.run(lambda session: log_ins.prove(by, session, now=now))


HOUSE = House(
    kept=KEPT,
    door="partner",
    rule=PEOPLE,
    owner=_owner,
    proves=people.proves_own,
    begun=log_in_steps.half_in,
    go_on=log_in_steps.shown_second,
    demand=_demand,
    proved=_proved,
    added=lambda by, session, _now: people.end_others(by, session),
    path="",
    proof="/proof",
    back="own_log_ins.log_ins",
    log_in="log_in.log_in",
    lost=_l("Keni humbur telefonin dhe kodet? Flisni me administratorin e institucionit tuaj ose me zyrën."),
    demanded=_l("Hyrja në portal kërkon edhe një hap të dytë. Vëreni tani; pastaj vazhdoni."),
)
BLUEPRINTS = blueprints(HOUSE)
