"""The second factors of people of bodies: where their pages stand in this service."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from services.partners.actions import people
from services.partners.actions.factors import KEPT
from services.partners.pages import log_in_steps
from services.partners.pages.correspondence import PEOPLE
from services.partners.queries import credentials
from shared.second_factor.doors import blueprints
from shared.second_factor.house import House
from shared.second_factor.passkeys import Owner


def _owner(session: Session, user_id: UUID) -> Owner:
    username = credentials.username_of(session, user_id)
    return Owner(user_id, username, username)


HOUSE = House(
    kept=KEPT,
    rule=PEOPLE,
    owner=_owner,
    proves=people.proves_own,
    begun=log_in_steps.half_in,
    go_on=log_in_steps.shown_second,
    path="",
    back="own_log_ins.log_ins",
    log_in="log_in.log_in",
    lost=_l("Keni humbur telefonin dhe kodet? Flisni me administratorin e institucionit tuaj ose me zyrën."),
    demanded=_l("Hyrja në portal kërkon edhe një hap të dytë. Vëreni tani; pastaj vazhdoni."),
)
BLUEPRINTS = blueprints(HOUSE)
