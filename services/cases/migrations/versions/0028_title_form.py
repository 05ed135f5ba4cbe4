"""How somebody's function is called in the signature of a letter, as they said it; none: in both forms."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.add_column("staff_member", sa.Column("title_form", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_staff_member_title_form"), "staff_member", "title_form IN ('feminine', 'masculine')"
    )
