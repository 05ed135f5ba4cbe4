"""A rung may be sent anew as another act once the first was withdrawn; and each try to bring a letter to its body is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"

#: Of letters from before each try was kept, the last sending is known.
EARLIER = """
INSERT INTO delivery_try (id, recommendation_id, institution_id, step, way, day, tracking, at)
SELECT gen_random_uuid(), copy.recommendation_id, copy.institution_id, 'sent', copy.channel, copy.sent_on, copy.tracking, act.issued_at
FROM act_addressee copy JOIN recommendation act ON act.id = copy.recommendation_id
WHERE copy.sent_on IS NOT NULL ORDER BY copy.sent_on
"""


def upgrade() -> None:
    op.drop_index("uq_escalation_rung_to", table_name="escalation")
    op.create_index(
        "uq_escalation_rung_to",
        "escalation",
        ["obligation_id", "rung", "to", "act_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "delivery_try",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("tracking", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_delivery_try_recommendation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_try")),
    )
    op.create_index(
        "ix_delivery_try_copy", "delivery_try", ["recommendation_id", "institution_id", "number"]
    )
    op.execute(EARLIER)
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON delivery_try"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER append_only_table BEFORE TRUNCATE ON delivery_try"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
