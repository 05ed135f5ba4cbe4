"""The number of one label is written in one way: those that are there come to it."""

from alembic import op

revision = "0290"
down_revision = "0241"


def upgrade() -> None:
    op.execute(
        "UPDATE post_entry SET tracking = upper(regexp_replace(tracking, '[ ./-]', '', 'g'))"
        " WHERE way <> 'hand' AND tracking ~ '[a-z ./-]'"
    )
