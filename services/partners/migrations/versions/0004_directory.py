"""Successions of bodies, contacts with what bodies propose and confirm, and letters that a successor takes over."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

#: Rows of one institution alone.
WALLED = ("contact", "contact_proposal", "contacts_asked")
#: Rows that follow a letter to the body that took it over.
LETTERS = ("dispatch", "dispatch_item", "notice", "reply", "evidence_file", "extension_request", "progress_report")


def upgrade() -> None:
    op.add_column("institution_relation", sa.Column("loaded", sa.Text(), nullable=True))
    _successions()
    _contacts()
    for table in WALLED:
        _wall(table)
    for table in LETTERS:
        op.execute(
            f"CREATE POLICY inherited ON {table} USING (institution_id = ANY ("
            "(SELECT string_to_array(nullif(current_setting('app.heritage', true), ''), ',')::uuid[])::uuid[]))"
        )
    # A mailbox that was known so far is a contact like any other.
    op.execute(
        "INSERT INTO contact (id, institution_id, kind, purpose, value, added_by)"
        " SELECT gen_random_uuid(), id, 'mailbox', 'recommendations', mailbox, 'service:partners' FROM institution"
        " WHERE mailbox IS NOT NULL"
    )
    for table in WALLED:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def _wall(table: str) -> None:
    """As in 0002. FORCE comes last: this migration stands for nobody and writes the first rows."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY own_rows ON {table}"
        " USING (institution_id = (SELECT nullif(current_setting('app.institution', true), '')::uuid))"
    )
    op.execute(f"CREATE POLICY office ON {table} USING ((SELECT current_setting('app.office', true)) = 'on')")


def _successions() -> None:
    op.create_table(
        "succession",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("predecessor_id", sa.Uuid(), nullable=False),
        sa.Column("successor_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("takes_letters", sa.Boolean(), nullable=False),
        sa.Column("taken_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["predecessor_id"], ["institution.id"], name=op.f("fk_succession_predecessor_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["institution.id"], name=op.f("fk_succession_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession")),
        sa.UniqueConstraint(
            "predecessor_id", "successor_id", name=op.f("uq_succession_predecessor_id_successor_id")
        ),
    )
    op.create_index(op.f("ix_succession_successor_id"), "succession", ["successor_id"])
    op.create_index(
        "uq_succession_heir", "succession", ["predecessor_id"], unique=True, postgresql_where=sa.text("takes_letters")
    )


def _contacts() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("function", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_contact_institution_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_institution_id"), "contact", ["institution_id"])
    op.create_table(
        "contact_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("instead_of", sa.Text(), nullable=True),
        sa.Column("function", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_contact_proposal_institution_id")
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_contact_proposal_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_proposal")),
    )
    op.create_index(op.f("ix_contact_proposal_institution_id"), "contact_proposal", ["institution_id"])
    op.create_index(op.f("ix_contact_proposal_contact_id"), "contact_proposal", ["contact_id"])
    op.create_table(
        "contacts_asked",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("quarter_begins", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_contacts_asked_institution_id")),
        sa.PrimaryKeyConstraint("institution_id", "quarter_begins", name=op.f("pk_contacts_asked")),
    )
