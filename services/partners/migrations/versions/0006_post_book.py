"""The post book: letters on paper and the files that prove their delivery."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "post_proof",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_proof")),
    )
    op.create_table(
        "post_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("dispatch_id", sa.Uuid(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=True),
        sa.Column("rung", sa.Text(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("way", sa.Text(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("tracking", sa.Text(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("proof_id", sa.Uuid(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name=op.f("fk_post_entry_dispatch_id")),
        sa.ForeignKeyConstraint(["proof_id"], ["post_proof.id"], name=op.f("fk_post_entry_proof_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_entry")),
    )
    op.create_index(op.f("ix_post_entry_dispatch_id"), "post_entry", ["dispatch_id"])
    op.create_index("ix_post_entry_entered_at", "post_entry", ["entered_at", "id"])
    op.create_index(
        "uq_post_entry_under_way",
        "post_entry",
        ["dispatch_id", "letter"],
        unique=True,
        postgresql_where=sa.text("state IN ('to_post', 'sent')"),
        postgresql_nulls_not_distinct=True,
    )
    # As in 0002; the last policy as in 0004. FORCE comes last: this migration stands for nobody.
    op.execute("ALTER TABLE post_entry ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY own_rows ON post_entry"
        " USING (institution_id = (SELECT nullif(current_setting('app.institution', true), '')::uuid))"
    )
    op.execute("CREATE POLICY office ON post_entry USING ((SELECT current_setting('app.office', true)) = 'on')")
    op.execute(
        "CREATE POLICY inherited ON post_entry USING (institution_id = ANY ("
        "(SELECT string_to_array(nullif(current_setting('app.heritage', true), ''), ',')::uuid[])::uuid[]))"
    )
    op.execute("ALTER TABLE post_entry FORCE ROW LEVEL SECURITY")
