"""Meetings, and their decisions as tasks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0531"
down_revision = "0530"


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("clusters", postgresql.JSONB(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_meeting_agreement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_agreement_id"), "meeting", ["agreement_id"])
    op.create_index(op.f("ix_meeting_held_on_id"), "meeting", ["held_on", "id"])
    op.create_table(
        "meeting_party",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(institution_id IS NULL) <> (actor_id IS NULL)", name=op.f("ck_meeting_party_one_of_both")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_meeting_party_actor_id")),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_meeting_party_institution_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_party_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", "place", name=op.f("pk_meeting_party")),
    )
    for column in ("institution_id", "actor_id"):
        op.create_index(op.f(f"ix_meeting_party_{column}"), "meeting_party", [column])
    op.create_table(
        "meeting_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("owner", sa.Uuid(), nullable=True),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.Text(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(done_on IS NULL) = (proof IS NULL) AND (done_on IS NULL) = (done_at IS NULL)"
            " AND (done_on IS NULL OR owner IS NOT NULL)",
            name=op.f("ck_meeting_decision_done"),
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_decision_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_decision")),
        sa.UniqueConstraint("meeting_id", "place", name=op.f("uq_meeting_decision_meeting_id_place")),
    )
    op.create_index(op.f("ix_meeting_decision_owner"), "meeting_decision", ["owner"])
    op.create_index(op.f("ix_meeting_decision_due_id"), "meeting_decision", ["due", "id"])
