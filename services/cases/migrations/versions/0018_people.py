"""Who is on call and whom a complaint that cannot wait has called; of the child of a complaint, what is counted."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"

_STANDS = sa.text("ended_at IS NULL")


def upgrade() -> None:
    _roster()
    _dangers()
    _profile()
    # A call that was made is never changed.
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON danger_call"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER append_only_table BEFORE TRUNCATE ON danger_call"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _profile() -> None:
    op.create_table(
        "complaint_profile",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("age_band", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.Column("disability", sa.Text(), nullable=False),
        sa.Column("minority", sa.Text(), nullable=False),
        sa.Column("care", sa.Text(), nullable=False),
        sa.Column("county", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_complaint_profile")),
    )


def _roster() -> None:
    op.create_table(
        "duty_shift",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("weekdays", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        *_entered(),
        sa.CheckConstraint("last_day IS NULL OR last_day >= first_day", name=op.f("ck_duty_shift_days")),
        sa.CheckConstraint("place >= 1", name=op.f("ck_duty_shift_place")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_duty_shift_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_shift")),
    )
    op.create_index("ix_duty_shift_stands", "duty_shift", ["place"], postgresql_where=_STANDS)
    op.create_table(
        "duty_substitution",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("absent", sa.Uuid(), nullable=False),
        sa.Column("stands_in", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        *_entered(),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_duty_substitution_days")),
        sa.CheckConstraint("absent <> stands_in", name=op.f("ck_duty_substitution_two_people")),
        sa.ForeignKeyConstraint(["absent"], ["staff_member.id"], name=op.f("fk_duty_substitution_absent")),
        sa.ForeignKeyConstraint(["stands_in"], ["staff_member.id"], name=op.f("fk_duty_substitution_stands_in")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_substitution")),
    )
    op.create_index("ix_duty_substitution_stands", "duty_substitution", ["last_day"], postgresql_where=_STANDS)
    op.create_table(
        "staff_contact",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("by_email", sa.Boolean(), nullable=False),
        sa.Column("by_sms", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_staff_contact_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_staff_contact")),
    )


def _entered() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
    )


def _dangers() -> None:
    op.create_table(
        "danger",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_call_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("round", sa.SmallInteger(), nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_danger")),
    )
    op.create_index("ix_danger_next_call_at", "danger", ["next_call_at"], postgresql_where=_STANDS)
    op.create_table(
        "danger_call",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.SmallInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["danger.complaint_id"], name=op.f("fk_danger_call_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", "step", "staff_id", name=op.f("pk_danger_call")),
    )
