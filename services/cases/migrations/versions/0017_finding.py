"""What cases and acts are found by: their names folded, and indexes for the filters of their lists. Writes both tables anew."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

FOLDED = r"regexp_replace(lower(normalize({words}, NFKD)), '[\u0300-\u036f]', '', 'g')"
NAMED = FOLDED.format(words="(COALESCE(number, '') || ' ') || (COALESCE(title, '') || ' ')")
#: As shared/directory.py writes it from now on: with the short and the other names.
SEEN = """concat_ws(' ', name_sq, record ->> 'short_sq', name_en, record ->> 'seat', record ->> 'municipality_name',
  (SELECT string_agg(aka, ' ') FROM jsonb_array_elements_text(
    CASE jsonb_typeof(record -> 'aka') WHEN 'array' THEN record -> 'aka' ELSE '[]' END) AS aka))"""


def upgrade() -> None:
    op.execute(f"ALTER TABLE case_file ADD COLUMN search text GENERATED ALWAYS AS ({NAMED}) STORED")
    op.execute(f"ALTER TABLE recommendation ADD COLUMN search text GENERATED ALWAYS AS ({NAMED}) STORED")
    op.create_index("ix_case_file_rights", "case_file", ["rights"], postgresql_using="gin")
    op.create_index("ix_case_file_places", "case_file", ["places"], postgresql_using="gin")
    op.create_index("ix_complaint_reference", "complaint", ["reference"])
    op.create_index("ix_recommendation_created_at_id", "recommendation", ["created_at", "id"])
    op.create_index("ix_act_addressee_institution_id", "act_addressee", ["institution_id"])
    op.execute(sa.text(f"UPDATE known_institution SET search = {FOLDED.format(words=SEEN)}"))
