"""Registration: one door for all channels, representatives, the clock of the first look, and counselling."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("complaint", sa.Column("received_on", sa.Date(), nullable=True))
    op.add_column("complaint", sa.Column("first_due_on", sa.Date(), nullable=True))
    op.add_column("complaint", sa.Column("urgency_due", sa.DateTime(timezone=True), nullable=True))
    op.add_column("complaint", sa.Column("first_looked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("complaint", sa.Column("regional_office", sa.Text(), nullable=True))
    op.add_column("complaint", sa.Column("representative_role", sa.Text(), nullable=True))
    op.add_column("complaint", sa.Column("contact_of", sa.Text(), nullable=True))
    for name in ("anonymous", "representative_in_conflict"):
        op.add_column("complaint", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
        op.alter_column("complaint", name, server_default=None)
    # What was there before has the clock it was given: days from its receipt, and the hours of its level.
    op.execute(
        "UPDATE complaint SET first_due_on = due_on, received_on = (received_at AT TIME ZONE 'Europe/Tirane')::date, "
        "urgency_due = received_at + make_interval(hours => "
        "CASE urgency WHEN 'immediate_danger' THEN 1 WHEN 'urgent' THEN 24 ELSE 120 END), "
        "contact_of = CASE WHEN contact_document IS NOT NULL THEN 'submitter' END, "
        "first_looked_at = least(decided_at, (SELECT min(at) FROM opening WHERE complaint_id = complaint.id))"
    )
    op.alter_column("complaint", "received_on", nullable=False)
    op.alter_column("complaint", "first_due_on", nullable=False)
    op.alter_column("complaint", "urgency_due", nullable=False)
    op.create_check_constraint(
        op.f("ck_complaint_contact_of_known"), "complaint", "contact_of IN ('submitter', 'representative')"
    )
    op.create_index(
        "ix_complaint_regional_office",
        "complaint",
        ["regional_office", "received_at", "id"],
        postgresql_where=sa.text("regional_office IS NOT NULL"),
    )
    op.create_index(
        "ix_complaint_first_look",
        "complaint",
        ["urgency_due", "id"],
        postgresql_where=sa.text("first_looked_at IS NULL"),
    )
    _counselling()


def _counselling() -> None:
    op.execute(sa.schema.CreateSequence(sa.Sequence("counselling_number")))
    op.create_table(
        "counselling",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_by", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("regional_office", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("by_child", sa.Boolean(), nullable=False),
        sa.Column("life_area", sa.Text(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("way_out", sa.Text(), nullable=True),
        sa.Column("redirect_to", sa.Uuid(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.CheckConstraint("num_nonnulls(way_out, redirect_to) = 1", name=op.f("ck_counselling_one_advice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counselling")),
        sa.UniqueConstraint("reference", name=op.f("uq_counselling_reference")),
    )
    op.create_index(op.f("ix_counselling_at_id"), "counselling", ["at", "id"])
    # What was counted stays counted: the figures of a past period are the same tomorrow.
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON counselling FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
