"""What stands on a letter: its number in the protocol book, its check code, the office that a dismissal concerns."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("recommendation", sa.Column("protocol", sa.Text(), nullable=True))
    op.add_column("recommendation", sa.Column("official_function", sa.Text(), nullable=True))
    op.add_column("act_addressee", sa.Column("check_code", sa.Text(), nullable=True))
    op.add_column("act_addressee", sa.Column("pdf_sha256", sa.Text(), nullable=True))
    op.create_unique_constraint(op.f("uq_act_addressee_check_code"), "act_addressee", ["check_code"])
    op.create_table(
        "protocol_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fraction", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_protocol_entry_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_protocol_entry_recommendation_id_recommendation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol_entry")),
        sa.UniqueConstraint("year", "number", "fraction", name=op.f("uq_protocol_entry_year_number_fraction")),
    )
    op.create_index(op.f("ix_protocol_entry_case_id"), "protocol_entry", ["case_id"])
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON protocol_entry"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER append_only_table BEFORE TRUNCATE ON protocol_entry"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
