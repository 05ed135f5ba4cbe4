"""An advice to sue goes to the injured person chosen among the parties; what came of it, if they tell."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.add_column("recommendation", sa.Column("injured_party", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_recommendation_injured_party_case_party"), "recommendation", "case_party", ["injured_party"], ["id"]
    )
    op.create_table(
        "advice_result",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("court", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_advice_result_recommendation_id_recommendation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice_result")),
    )
    op.create_index(op.f("ix_advice_result_recommendation_id"), "advice_result", ["recommendation_id"])
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON advice_result"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER append_only_table BEFORE TRUNCATE ON advice_result"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
