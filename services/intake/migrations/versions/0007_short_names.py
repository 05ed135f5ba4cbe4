"""Bodies are found by their short and other names too, as shared/directory.py writes them from now on."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

SEEN = """concat_ws(' ', name_sq, record ->> 'short_sq', name_en, record ->> 'seat', record ->> 'municipality_name',
  (SELECT string_agg(aka, ' ') FROM jsonb_array_elements_text(
    CASE jsonb_typeof(record -> 'aka') WHEN 'array' THEN record -> 'aka' ELSE '[]' END) AS aka))"""


def upgrade() -> None:
    folded = rf"regexp_replace(lower(normalize({SEEN}, NFKD)), '[\u0300-\u036f]', '', 'g')"
    op.execute(sa.text(f"UPDATE known_institution SET search = {folded}"))
