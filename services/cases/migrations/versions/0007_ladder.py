"""Ladder: the letter of a rung with its text or its draft act, what an act encloses, and recommendations to the office."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"

JSON = postgresql.JSONB(astext_type=sa.Text())
WAITING = sa.text("state = 'waiting'")
ACT = sa.text("act_id IS NOT NULL")
FACTS = ("delivery", "reply", "claimed", "assessed", "confirmed")
DAYS = (
    "answered_on",
    "promised_date",
    "next_check",
    "implemented_on",
    "reply_due",
    "implementation_due",
    "closed_on",
)


def upgrade() -> None:
    """Only what is added; a rung that was drafted before has no letter, and gets none."""
    op.add_column(
        "recommendation",
        sa.Column("attachments", JSON, server_default=sa.text("'[]'::jsonb"), nullable=False),
    )
    _letters()
    _incoming()


def _letters() -> None:
    op.create_table(
        "rung_letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("rung", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("no_superior", sa.Boolean(), nullable=False),
        sa.Column("superiors", JSON, nullable=False),
        sa.Column("blocked", sa.Text(), nullable=True),
        sa.Column("to", sa.Uuid(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("edited_by", sa.Uuid(), nullable=True),
        sa.Column("act_id", sa.Uuid(), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.Column("override_by", sa.Uuid(), nullable=True),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["recommendation.id"], name=op.f("fk_rung_letter_act_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_rung_letter_case_id")),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_rung_letter_recommendation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rung_letter")),
    )
    op.create_index(
        "uq_rung_letter_waiting",
        "rung_letter",
        ["recommendation_id", "institution_id", "rung"],
        unique=True,
        postgresql_where=WAITING,
    )
    op.create_index(
        "ix_rung_letter_waiting_due_on", "rung_letter", ["due_on", "id"], unique=False, postgresql_where=WAITING
    )
    op.create_index("ix_rung_letter_act_id", "rung_letter", ["act_id"], unique=False, postgresql_where=ACT)
    for table, column, target in (
        ("rung_draft", "letter_id", "rung_letter"),
        ("escalation", "letter_id", "rung_letter"),
        ("escalation", "act_id", "recommendation"),
    ):
        op.add_column(table, sa.Column(column, sa.Uuid(), nullable=True))
        op.create_foreign_key(op.f(f"fk_{table}_{column}"), table, target, [column], ["id"])
    op.create_index("ix_rung_draft_letter_id", "rung_draft", ["letter_id"], unique=False)
    op.create_index("ix_escalation_act_id", "escalation", ["act_id"], unique=False, postgresql_where=ACT)


def _incoming() -> None:
    op.create_table(
        "incoming_recommendation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_recommendation")),
        sa.UniqueConstraint("issuer", "number", name=op.f("uq_incoming_recommendation_issuer_number")),
    )
    op.create_table(
        "incoming_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("item_due", sa.Date(), nullable=True),
        sa.Column("term", sa.Text(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in FACTS),
        *(sa.Column(name, sa.Date(), nullable=True) for name in DAYS),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["incoming_recommendation.id"],
            name=op.f("fk_incoming_item_recommendation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_item")),
        sa.UniqueConstraint("recommendation_id", "item", name=op.f("uq_incoming_item_recommendation_id_item")),
    )
    op.create_index("ix_incoming_item_created_at_id", "incoming_item", ["created_at", "id"], unique=False)
    op.create_index(
        "ix_incoming_item_unanswered",
        "incoming_item",
        ["reply_due", "id"],
        unique=False,
        postgresql_where=sa.text("answered_on IS NULL AND closed_on IS NULL"),
    )
    op.create_table(
        "incoming_clock_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("event", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["incoming_item.id"], name=op.f("fk_incoming_clock_entry_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_clock_entry")),
    )
    op.create_table(
        "incoming_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("claimed", sa.Text(), nullable=True),
        sa.Column("assessed", sa.Text(), nullable=True),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("promised_date", sa.Date(), nullable=True),
        sa.Column("next_check", sa.Date(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["incoming_item.id"], name=op.f("fk_incoming_report_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_report")),
    )
    for table in ("incoming_clock_entry", "incoming_report"):
        op.create_index(f"ix_{table}_item_id_number", table, ["item_id", "number"], unique=False)
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
