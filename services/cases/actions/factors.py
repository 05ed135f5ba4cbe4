"""The second factors of staff: where they are kept, and which roles have to have one."""

from collections.abc import Collection
from datetime import date

from services.cases import data
from services.cases.models import Passkey, PasskeyAnswer, RecoveryCode, SecondFactor, StaffMember
from shared.second_factor import demands
from shared.second_factor.tables import Kept

KEPT = Kept(
    owner=StaffMember, app=SecondFactor, code=RecoveryCode, passkey=Passkey, answer=PasskeyAnswer, kind="staff", subject="staff"
)  # fmt: skip


def demanded(roles: Collection[str], day: date) -> str | None:
    """What somebody with these roles has to have, by the data file: `any`, `passkey`, or nothing."""
    return demands.demanded(data.entries("second_factor", "required"), roles, day)
