"""The library: publications, their versions, texts and files."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0360"
down_revision = "0190"


def _moment(name: str, *, nullable: bool = True) -> "sa.Column[datetime]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "publication",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        _moment("made_at", nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    op.create_table(
        "publication_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("topics", postgresql.JSONB(), nullable=False),
        _moment("release_at"),
        sa.Column("hands", postgresql.JSONB(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _moment("made_at", nullable=False),
        _moment("approved_at"),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        _moment("withdrawn_at"),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'approved', 'withdrawn')", name=op.f("ck_publication_version_state")
        ),
        sa.CheckConstraint(
            "state = 'draft' OR (release_at IS NOT NULL AND approved_by IS NOT NULL)",
            name=op.f("ck_publication_version_approved"),
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (reason IS NOT NULL)", name=op.f("ck_publication_version_withdrawn")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_publication_version_publication_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_version")),
        sa.UniqueConstraint("publication_id", "number", name=op.f("uq_publication_version_publication_id_number")),
    )
    op.create_index(
        "ix_publication_version_release_at_id",
        "publication_version",
        ["release_at", "id"],
        postgresql_where=sa.text("state = 'approved'"),
    )
    op.create_table(
        "publication_text",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["publication_version.id"], name=op.f("fk_publication_text_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "language", name=op.f("pk_publication_text")),
    )
    op.create_table(
        "publication_file",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["publication_version.id"], name=op.f("fk_publication_file_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "language", "form", name=op.f("pk_publication_file")),
    )
