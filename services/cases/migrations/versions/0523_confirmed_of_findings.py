"""What was said of a finding ends with it: where one was taken back, nothing is confirmed of what is asked again."""

from alembic import op

revision = "0523"
down_revision = "0522"


def upgrade() -> None:
    taken_back = "EXISTS (SELECT FROM assessment WHERE obligation_id = obligation.id AND word = 'not_assessed')"
    said = "assessed = 'not_assessed' AND confirmed IN ('yes', 'partly')"
    op.execute(f"UPDATE obligation SET confirmed = 'not_asked' WHERE {said} AND {taken_back}")
    found_otherwise = "confirmed <> 'not_asked' AND assessed IN ('not', 'overtaken', 'not_assessable')"
    op.execute(f"UPDATE obligation SET confirmed = 'not_asked' WHERE {found_otherwise}")
