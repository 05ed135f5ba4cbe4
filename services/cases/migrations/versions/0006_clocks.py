"""Clocks that officers and changes of law move, what bodies were told of them, what complainants say, letters on paper."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

#: What was told, scanned or decided is never changed.
APPEND_ONLY = ("due_notice", "scan", "readdressing")
#: What an officer has to look at.
LISTS = (
    (
        "ix_obligation_to_verify",
        ["created_at", "id"],
        "closed_on IS NULL AND claimed = 'implemented' AND assessed IN ('not_assessed', 'in_process')",
    ),
    (
        "ix_obligation_silent_since",
        ["created_at", "id"],
        "closed_on IS NULL AND reply IN ('accepted', 'accepted_in_part') AND claimed = 'not_started'",
    ),
    ("ix_obligation_denied", ["created_at", "id"], "closed_on IS NULL AND confirmed = 'no' AND assessed = 'not_assessed'"),
    ("ix_obligation_next_check", ["next_check", "id"], "closed_on IS NULL AND next_check IS NOT NULL"),
)


def upgrade() -> None:
    op.add_column("obligation", sa.Column("follow_up_on", sa.Date(), nullable=True))
    op.create_index(
        "ix_obligation_follow_up_on",
        "obligation",
        ["follow_up_on"],
        postgresql_where=sa.text("follow_up_on IS NOT NULL"),
    )
    for name, columns, where in LISTS:
        op.create_index(name, "obligation", columns, postgresql_where=sa.text(where))
    op.add_column("recommendation", sa.Column("readdresses", sa.Uuid(), nullable=True))
    _tables()
    op.add_column("reply", sa.Column("scan_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_reply_scan_id"), "reply", "scan", ["scan_id"], ["id"])
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    # An answer is written once; after that its question is as fixed as any other record.
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE ON confirmation_question"
        " FOR EACH ROW WHEN (OLD.answer IS NOT NULL) EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER never_deleted BEFORE DELETE ON confirmation_question"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def _tables() -> None:
    op.create_table(
        "due_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("previous", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligation.id"], name=op.f("fk_due_notice_obligation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_notice")),
    )
    op.create_index("ix_due_notice_obligation_id_number", "due_notice", ["obligation_id", "number"])
    op.create_table(
        "confirmation_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_confirmation_question_obligation_id")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_confirmation_question_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation_question")),
        sa.UniqueConstraint(
            "obligation_id", "complaint_id", "since", "round", name=op.f("uq_confirmation_question_asked")
        ),
    )
    op.create_index("ix_confirmation_question_complaint_id", "confirmation_question", ["complaint_id"])
    op.create_table(
        "scan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["recommendation_id"], ["recommendation.id"], name=op.f("fk_scan_recommendation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan")),
    )
    op.create_index(op.f("ix_scan_recommendation_id"), "scan", ["recommendation_id"])
    op.create_table(
        "readdressing",
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        sa.Column("reply_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("act_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligation.id"], name=op.f("fk_readdressing_obligation_id")),
        sa.ForeignKeyConstraint(["reply_id"], ["reply.id"], name=op.f("fk_readdressing_reply_id")),
        sa.ForeignKeyConstraint(["act_id"], ["recommendation.id"], name=op.f("fk_readdressing_act_id")),
        sa.PrimaryKeyConstraint("obligation_id", "reply_id", name=op.f("pk_readdressing")),
    )
