"""A case keeps the day and the number of the visit out of which it was opened, for letters recount it."""

import sqlalchemy as sa
from alembic import op

revision = "0196"
down_revision = "0194"


def upgrade() -> None:
    op.create_table(
        "inspection",
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("case_file.id", name="fk_inspection_case_id_case_file"), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "number", name="pk_inspection"),
    )
    op.execute(
        "INSERT INTO inspection (case_id, number, institution_id, made_on) "
        "SELECT case_id, number, institution_id, (begun_at AT TIME ZONE 'Europe/Tirane')::date FROM visit "
        "WHERE case_id IS NOT NULL AND number IS NOT NULL"
    )
