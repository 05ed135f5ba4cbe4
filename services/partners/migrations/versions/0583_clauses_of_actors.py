"""What other parties than bodies took on."""

import sqlalchemy as sa
from alembic import op

revision = "0583"
down_revision = "0582"


def upgrade() -> None:
    op.add_column("agreement_clause", sa.Column("actor_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_agreement_clause_actor_id"), "agreement_clause", "actor", ["actor_id"], ["id"])
    op.create_check_constraint(
        op.f("ck_agreement_clause_one_side"), "agreement_clause", "institution_id IS NULL OR actor_id IS NULL"
    )
