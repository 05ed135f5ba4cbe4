"""Since when the public may read each act, entry by entry: the figures of a past day name whom they named then."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"

#: Of acts that were decided on or shown before there were records: a decision to publish counts once every letter had arrived.
EARLIER = """
WITH arrived AS (
  SELECT recommendation_id AS id, max(delivered_at) AS at FROM act_addressee GROUP BY recommendation_id
), decided AS (
  SELECT d.recommendation_id, coalesce(r.shown_from, r.issued_on) AS shown_from, d.decision,
      CASE WHEN d.decision = 'publish' THEN greatest(d.at, arrived.at) ELSE d.at END AS at
  FROM publication_decision d JOIN recommendation r ON r.id = d.recommendation_id
  LEFT JOIN arrived ON arrived.id = r.id
  WHERE r.shown_from IS NOT NULL
      OR d.decision <> 'publish'
      OR EXISTS (SELECT FROM publication_decision e WHERE e.recommendation_id = d.recommendation_id AND e.at > d.at)
), without_decision AS (
  SELECT r.id, r.shown_from, coalesce(arrived.at, r.issued_at) AS at
  FROM recommendation r LEFT JOIN arrived ON arrived.id = r.id
  WHERE r.shown_from IS NOT NULL AND NOT EXISTS (SELECT FROM publication_decision WHERE recommendation_id = r.id)
)
INSERT INTO shown_record (id, recommendation_id, shown_from, at)
SELECT gen_random_uuid(), recommendation_id, shown_from, at FROM (
  SELECT recommendation_id, CASE WHEN decision = 'publish' THEN shown_from END AS shown_from, at FROM decided
  UNION ALL SELECT id, shown_from, at FROM without_decision
) AS earlier ORDER BY at
"""


def upgrade() -> None:
    op.create_table(
        "shown_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("shown_from", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_shown_record_recommendation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shown_record")),
    )
    op.create_index("ix_shown_record_recommendation_id_number", "shown_record", ["recommendation_id", "number"])
    op.execute(EARLIER)
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON shown_record"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER append_only_table BEFORE TRUNCATE ON shown_record"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
