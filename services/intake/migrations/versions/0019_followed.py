"""A complaint whose investigation is over while the office goes on toward a body."""

from alembic import op

revision = "0019"
down_revision = "0018"

_STATUSES = (
    "received", "admissible", "inadmissible", "redirected", "counselled", "joined", "own_initiative", "in_case", "followed",
    "closed", "erased",
)  # fmt: skip


def upgrade() -> None:
    op.drop_constraint(op.f("ck_complaint_status_known"), "complaint", type_="check")
    listed = ", ".join(f"'{status}'" for status in _STATUSES)
    op.create_check_constraint(op.f("ck_complaint_status_known"), "complaint", f"status IN ({listed})")
