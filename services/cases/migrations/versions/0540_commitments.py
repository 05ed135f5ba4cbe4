"""Commitments: what the State owes, what was said of it, and what it is tied to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0540"
down_revision = "0531"

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "commitment_document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("content_hash", sa.Text(), nullable=True),
        sa.Column("writers", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_document")),
        sa.UniqueConstraint("issuer", "number", name=op.f("uq_commitment_document_issuer_number")),
    )
    op.create_index("ix_commitment_document_issued_on_id", "commitment_document", ["issued_on", "id"])
    op.create_table(
        "commitment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("known_at", _AT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("document_id", "item", name=op.f("uq_commitment_document_id_item")),
        sa.UniqueConstraint("place", name=op.f("uq_commitment_place")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["commitment_document.id"], name=op.f("fk_commitment_document_id_commitment_document")
        ),
    )
    op.create_table(
        "commitment_text",
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.Text(), nullable=True),
        sa.Column("text_sq", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("rights", postgresql.JSONB(), nullable=False),
        sa.Column("bodies", postgresql.JSONB(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("known_at", _AT, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("commitment_id", "edition", name=op.f("pk_commitment_text")),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_commitment_text_commitment_id_commitment")
        ),
    )
    op.create_table(
        "commitment_word",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("promised_date", sa.Date(), nullable=True),
        sa.Column("next_check", sa.Date(), nullable=True),
        sa.Column("unassessable", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", postgresql.JSONB(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_word")),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_commitment_word_commitment_id_commitment")
        ),
        sa.CheckConstraint("fact IN ('reply', 'claimed', 'assessed')", name=op.f("ck_commitment_word_fact")),
    )
    op.create_index("ix_commitment_word_commitment_id_at", "commitment_word", ["commitment_id", "at"])
    op.create_table(
        "commitment_decision",
        sa.Column("word_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.PrimaryKeyConstraint("word_id", name=op.f("pk_commitment_decision")),
        sa.ForeignKeyConstraint(
            ["word_id"], ["commitment_word.id"], name=op.f("fk_commitment_decision_word_id_commitment_word")
        ),
        sa.CheckConstraint(
            "(decision = 'set_aside') = (reason IS NOT NULL)", name=op.f("ck_commitment_decision_reason")
        ),
    )
    op.create_table(
        "commitment_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=True),
        sa.Column("gap_id", sa.Uuid(), nullable=True),
        sa.Column("act_id", sa.Uuid(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_link")),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_commitment_link_commitment_id_commitment")
        ),
        sa.ForeignKeyConstraint(["gap_id"], ["gap.id"], name=op.f("fk_commitment_link_gap_id_gap")),
        sa.ForeignKeyConstraint(
            ["act_id"], ["recommendation.id"], name=op.f("fk_commitment_link_act_id_recommendation")
        ),
        sa.CheckConstraint("num_nonnulls(indicator, gap_id, act_id) = 1", name=op.f("ck_commitment_link_one")),
        sa.UniqueConstraint(
            "commitment_id",
            "indicator",
            "gap_id",
            "act_id",
            name=op.f("uq_commitment_link_commitment_id_indicator_gap_id_act_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(op.f("ix_commitment_link_gap_id"), "commitment_link", ["gap_id"])
    op.create_index(op.f("ix_commitment_link_act_id"), "commitment_link", ["act_id"])
    op.create_table(
        "commitment_origin",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=True),
        sa.Column("fidelity", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_origin")),
        sa.ForeignKeyConstraint(
            ["act_id"], ["recommendation.id"], name=op.f("fk_commitment_origin_act_id_recommendation")
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_commitment_origin_commitment_id_commitment")
        ),
        sa.CheckConstraint(
            "(fidelity = 'not_taken_up') = (commitment_id IS NULL)", name=op.f("ck_commitment_origin_task")
        ),
    )
    op.create_index("ix_commitment_origin_at_id", "commitment_origin", ["at", "id"])
    op.create_index("ix_commitment_origin_act_id", "commitment_origin", ["act_id"])
    op.create_index("ix_commitment_origin_commitment_id", "commitment_origin", ["commitment_id"])
