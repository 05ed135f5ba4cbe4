"""How an agreement ends."""

import sqlalchemy as sa
from alembic import op

revision = "0581"
down_revision = "0531"


def upgrade() -> None:
    for name, kind in (
        ("ending_on", sa.Date()),
        ("ending_ground", sa.Text()),
        ("ending_proof", sa.Text()),
        ("ending_by", sa.Uuid()),
        ("replaced_by", sa.Uuid()),
        ("ended_at", sa.DateTime(timezone=True)),
        ("ended_by", sa.Uuid()),
    ):
        op.add_column("agreement", sa.Column(name, kind, nullable=True))
    op.create_foreign_key(op.f("fk_agreement_replaced_by"), "agreement", "agreement", ["replaced_by"], ["id"])
    op.create_check_constraint(
        op.f("ck_agreement_ended"),
        "agreement",
        "(ending_on IS NULL) = (ending_ground IS NULL) AND (ended_at IS NULL OR ending_on IS NOT NULL)"
        " AND (ending_on IS NULL OR signed_on IS NOT NULL) AND (ended_by IS NULL OR ended_by <> ending_by)",
    )
