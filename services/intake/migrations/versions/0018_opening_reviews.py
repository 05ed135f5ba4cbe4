"""What somebody else found of an opening afterwards."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "opening_review",
        sa.Column("opening_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["opening_id"], ["opening.id"], name=op.f("fk_opening_review_opening_id")),
        sa.PrimaryKeyConstraint("opening_id", name=op.f("pk_opening_review")),
    )
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON opening_review"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER append_only_table BEFORE TRUNCATE ON opening_review"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
