"""One-time links: a letter for a body that has an electronic mailbox and no account, and who came in by one."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

#: Of whoever came by a link the transaction says for which letter alone.
ONLY = "(SELECT nullif(current_setting('app.dispatch', true), '')::uuid)"
OF_LETTER = ("dispatch_item", "reply", "evidence_file", "extension_request", "progress_report", "post_entry", "letter_link")
NOTHING_OF = ("feed_entry", "contact", "contact_proposal", "contacts_asked")


def upgrade() -> None:
    op.add_column("institution", sa.Column("by_link", sa.Boolean(), nullable=True))
    op.add_column("evidence_file", sa.Column("dispatch_id", sa.Uuid(), nullable=True))
    _tables()
    # As in 0002 and 0004; FORCE comes last.
    op.execute("ALTER TABLE letter_link ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY own_rows ON letter_link"
        " USING (institution_id = (SELECT nullif(current_setting('app.institution', true), '')::uuid))"
    )
    op.execute("CREATE POLICY office ON letter_link USING ((SELECT current_setting('app.office', true)) = 'on')")
    op.execute(
        "CREATE POLICY inherited ON letter_link USING (institution_id = ANY ("
        "(SELECT string_to_array(nullif(current_setting('app.heritage', true), ''), ',')::uuid[])::uuid[]))"
    )
    op.execute("ALTER TABLE letter_link FORCE ROW LEVEL SECURITY")
    _one_letter("dispatch", f"id = {ONLY}")
    for table in OF_LETTER:
        _one_letter(table, f"dispatch_id = {ONLY}")
    _one_letter(
        "notice",
        "EXISTS (SELECT FROM dispatch WHERE dispatch.recommendation_id = notice.recommendation_id"
        " AND dispatch.institution_id = notice.institution_id)",
    )
    for table in NOTHING_OF:
        _one_letter(table, "false")


def _one_letter(table: str, condition: str) -> None:
    """Beside the walls between bodies: whoever is here for one letter has nothing of another."""
    op.execute(f"CREATE POLICY one_letter ON {table} AS RESTRICTIVE USING ({ONLY} IS NULL OR {condition})")


def _tables() -> None:
    op.create_table(
        "letter_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("dispatch_id", sa.Uuid(), nullable=False),
        sa.Column("receiver_id", sa.Uuid(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=True),
        sa.Column("rung", sa.Text(), nullable=True),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("token_digest", sa.Text(), nullable=True),
        sa.Column("mailbox_digest", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name=op.f("fk_letter_link_dispatch_id_dispatch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_letter_link_token_digest")),
    )
    op.create_index(op.f("ix_letter_link_dispatch_id"), "letter_link", ["dispatch_id"])
    op.create_index("ix_letter_link_asked_at", "letter_link", ["asked_at", "id"])
    op.create_index(
        "ix_letter_link_open", "letter_link", ["valid_until"], postgresql_where=sa.text("state IN ('wanted', 'sent')")
    )
    op.create_table(
        "link_session",
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["letter_link.id"], name=op.f("fk_link_session_link_id_letter_link")),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_link_session")),
    )
    op.create_index(op.f("ix_link_session_link_id"), "link_session", ["link_id"])
    op.create_index(op.f("ix_link_session_began_at"), "link_session", ["began_at"])
