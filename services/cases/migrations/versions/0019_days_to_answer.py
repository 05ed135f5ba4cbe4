"""How many days a body took to answer, without those on which its clock stood."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

#: As `ledger.running_days` counts for all but a ledger in which a pause and a closing that was undone overlap.
COUNTED = """
WITH moved AS (
  SELECT obligation_id, effective,
      sum(CASE kind WHEN 'paused' THEN 1 WHEN 'resumed' THEN -1 ELSE 0 END) AS held,
      sum(CASE kind WHEN 'closed' THEN 1 WHEN 'reopened' THEN -1 ELSE 0 END) AS ended
  FROM clock_entry JOIN obligation ON obligation.id = obligation_id
  WHERE answered_on IS NOT NULL AND kind IN ('paused', 'resumed', 'closed', 'reopened')
      AND (kind <> 'closed' OR effective < answered_on)
  GROUP BY obligation_id, effective
), day AS (
  SELECT o.id, started_on + ahead AS day FROM obligation o, generate_series(1, answered_on - started_on) AS ahead
  WHERE EXISTS (SELECT FROM moved WHERE obligation_id = o.id)
), stood AS (
  SELECT day.id, count(*) AS days FROM day
  WHERE coalesce((SELECT held > 0 FROM moved WHERE obligation_id = day.id AND effective <= day AND held <> 0
          ORDER BY effective DESC LIMIT 1), false)
      OR coalesce((SELECT ended > 0 FROM moved WHERE obligation_id = day.id AND effective <= day AND ended <> 0
          ORDER BY effective DESC LIMIT 1), false)
  GROUP BY day.id
)
UPDATE obligation SET days_to_answer = greatest(answered_on - started_on, 0) - coalesce(
    (SELECT days FROM stood WHERE stood.id = obligation.id), 0)
WHERE answered_on IS NOT NULL AND started_on IS NOT NULL
"""


def upgrade() -> None:
    op.add_column("obligation", sa.Column("days_to_answer", sa.Integer(), nullable=True))
    op.execute(COUNTED)
