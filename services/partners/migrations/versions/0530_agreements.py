"""Actors and agreements."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0530"
down_revision = "0500"


def upgrade() -> None:
    op.create_table(
        "actor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name_sq", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor")),
    )
    op.create_index(op.f("ix_actor_name_sq_id"), "actor", ["name_sq", "id"])
    op.create_table(
        "agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("clusters", postgresql.JSONB(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("hands", postgresql.JSONB(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(signed_on IS NULL) = (signed_at IS NULL) AND (signed_on IS NULL) = (signed_by IS NULL)",
            name=op.f("ck_agreement_signed"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("number", name=op.f("uq_agreement_number")),
    )
    op.create_index(op.f("ix_agreement_made_at_id"), "agreement", ["made_at", "id"])
    op.create_table(
        "agreement_party",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(institution_id IS NULL) <> (actor_id IS NULL)", name=op.f("ck_agreement_party_one_of_both")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_agreement_party_actor_id")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_party_agreement_id")),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_agreement_party_institution_id")),
        sa.PrimaryKeyConstraint("agreement_id", "place", name=op.f("pk_agreement_party")),
        sa.UniqueConstraint(
            "agreement_id",
            "institution_id",
            "actor_id",
            name=op.f("uq_agreement_party_agreement_id_institution_id_actor_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    for column in ("institution_id", "actor_id"):
        op.create_index(op.f(f"ix_agreement_party_{column}"), "agreement_party", [column])
    op.create_table(
        "agreement_clause",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_clause_agreement_id")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_agreement_clause_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_clause")),
        sa.UniqueConstraint("agreement_id", "place", name=op.f("uq_agreement_clause_agreement_id_place")),
    )
