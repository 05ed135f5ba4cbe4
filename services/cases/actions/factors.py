"""The second factors of staff: where they are kept, and which roles have to have one."""

from collections.abc import Collection
from datetime import date

from services.cases import data
from services.cases.models import Passkey, PasskeyAnswer, RecoveryCode, SecondFactor, StaffMember
from shared.second_factor.tables import Kept

KEPT = Kept(
    owner=StaffMember, app=SecondFactor, code=RecoveryCode, passkey=Passkey, answer=PasskeyAnswer, kind="staff", subject="staff"
)  # fmt: skip


def is_required(roles: Collection[str], day: date) -> bool:
    """Whether somebody with these roles has to have one, by the data file."""
    return any(entry["key"] in roles and entry.holds(day) for entry in data.entries("second_factor", "required"))
