"""Versions of an agreement."""

import sqlalchemy as sa
from alembic import op

revision = "0582"
down_revision = "0581"


def upgrade() -> None:
    op.add_column("agreement", sa.Column("version", sa.SmallInteger(), nullable=False, server_default="1"))
    op.alter_column("agreement", "version", server_default=None)
    op.add_column("agreement", sa.Column("amends_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_agreement_amends_id"), "agreement", "agreement", ["amends_id"], ["id"])
    op.create_index(op.f("ix_agreement_amends_id"), "agreement", ["amends_id"])
    op.drop_constraint(op.f("uq_agreement_number"), "agreement")
    op.create_unique_constraint(op.f("uq_agreement_number_version"), "agreement", ["number", "version"])
    op.add_column("agreement_clause", sa.Column("goes_on_from", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_agreement_clause_goes_on_from"), "agreement_clause", "agreement_clause", ["goes_on_from"], ["id"]
    )
