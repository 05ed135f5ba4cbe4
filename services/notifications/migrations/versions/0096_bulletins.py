"""Subscribers of news, bulletins and their mails."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0096"
down_revision = "0095"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "subscriber",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("mark", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("clusters", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('asked', 'confirmed', 'ended')", name=op.f("ck_subscriber_state")),
        sa.CheckConstraint(
            "(state = 'ended') = (address IS NULL AND mark IS NULL)", name=op.f("ck_subscriber_forgotten")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriber")),
    )
    op.create_index(
        "uq_subscriber_confirmed", "subscriber", ["mark"], unique=True, postgresql_where=sa.text("state = 'confirmed'")
    )
    op.create_index("ix_subscriber_mark", "subscriber", ["mark"])
    op.create_table(
        "suppressed_address",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_suppressed_address")),
    )
    op.create_table(
        "bulletin",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin")),
        sa.UniqueConstraint("day", name=op.f("uq_bulletin_day")),
    )
    op.create_table(
        "bulletin_act",
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("bulletin_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["public_act.id"], name=op.f("fk_bulletin_act_act_id")),
        sa.ForeignKeyConstraint(["bulletin_id"], ["bulletin.id"], name=op.f("fk_bulletin_act_bulletin_id")),
        sa.PrimaryKeyConstraint("act_id", name=op.f("pk_bulletin_act")),
    )
    op.create_index(op.f("ix_bulletin_act_bulletin_id"), "bulletin_act", ["bulletin_id"])
    op.create_table(
        "bulletin_mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bulletin_id", sa.Uuid(), nullable=True),
        sa.Column("subscriber_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("first_tried_at", MOMENT, nullable=True),
        sa.Column("next_try_at", MOMENT, nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'failed', 'unknown', 'dropped')", name=op.f("ck_bulletin_mail_state")
        ),
        sa.ForeignKeyConstraint(["bulletin_id"], ["bulletin.id"], name=op.f("fk_bulletin_mail_bulletin_id")),
        sa.ForeignKeyConstraint(["subscriber_id"], ["subscriber.id"], name=op.f("fk_bulletin_mail_subscriber_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin_mail")),
        sa.UniqueConstraint("bulletin_id", "subscriber_id", name=op.f("uq_bulletin_mail_bulletin_id_subscriber_id")),
    )
    op.create_index(
        "ix_bulletin_mail_due",
        "bulletin_mail",
        ["next_try_at", "id"],
        postgresql_where=sa.text("state IN ('waiting', 'sending')"),
    )
    op.create_index("ix_bulletin_mail_subscriber_id", "bulletin_mail", ["subscriber_id"])
