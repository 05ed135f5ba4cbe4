"""Investigation: findings per right and body, parties, links, tasks, notes, and who is shut out of a case."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

#: Rows of these are ended once and otherwise never changed.
ENDED = ("exclusion", "case_party", "case_link")


def upgrade() -> None:
    _findings()
    _exclusions()
    _parties_and_links()
    _tasks_and_notes()
    # The trail of one object is read newest first; without it a page of the audit view reads the whole table.
    op.create_index("ix_audit_entry_object", "audit_entry", ["object_type", "object_id", "id"], unique=False)
    op.create_index(
        "ix_case_file_outcome",
        "case_file",
        ["outcome"],
        unique=False,
        postgresql_where=sa.text("outcome IS NOT NULL"),
    )
    op.execute(
        """
        CREATE FUNCTION refuse_all_but_ending() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
                AND to_jsonb(NEW) - '{ended_at,ended_by,ended_reason}'::text[]
                    = to_jsonb(OLD) - '{ended_at,ended_by,ended_reason}'::text[] THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION '% is ended once and otherwise never changed', TG_TABLE_NAME;
        END $$
        """
    )
    for table in ENDED:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_all_but_ending()"
        )
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON case_note FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def _findings() -> None:
    for name, kind in (("right", sa.Text()), ("institution_id", sa.Uuid()), ("result", sa.Text())):
        op.add_column("finding", sa.Column(name, kind, nullable=True))


def _ended() -> list[sa.Column[Any]]:
    return [
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=True),
    ]


def _exclusions() -> None:
    op.create_table(
        "exclusion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("complaint_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        *_ended(),
        sa.CheckConstraint("num_nonnulls(case_id, complaint_id) = 1", name=op.f("ck_exclusion_of_one")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_exclusion_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exclusion")),
    )
    for about in ("case", "complaint"):
        op.create_index(
            f"uq_exclusion_{about}",
            "exclusion",
            ["staff_id", f"{about}_id"],
            unique=True,
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        op.create_index(f"ix_exclusion_{about}_id", "exclusion", [f"{about}_id"], unique=False)


def _parties_and_links() -> None:
    op.create_table(
        "case_party",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_ended(),
        sa.CheckConstraint(
            "num_nonnulls(complaint_id, institution_id, label) = 1", name=op.f("ck_case_party_one_identity")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_party_case_id")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_case_party_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_party")),
    )
    op.create_index(op.f("ix_case_party_case_id"), "case_party", ["case_id"], unique=False)
    op.create_table(
        "case_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_case", sa.Uuid(), nullable=False),
        sa.Column("to_case", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_ended(),
        sa.CheckConstraint("from_case <> to_case", name=op.f("ck_case_link_two_cases")),
        sa.ForeignKeyConstraint(["from_case"], ["case_file.id"], name=op.f("fk_case_link_from_case")),
        sa.ForeignKeyConstraint(["to_case"], ["case_file.id"], name=op.f("fk_case_link_to_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_link")),
    )
    op.create_index(
        "uq_case_link",
        "case_link",
        ["from_case", "to_case", "kind"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_case_link_to_case", "case_link", ["to_case"], unique=False)


def _tasks_and_notes() -> None:
    op.create_table(
        "task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name=op.f("ck_task_done")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_task_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index("ix_task_case_id", "task", ["case_id"], unique=False)
    op.create_index("ix_task_due_id", "task", ["due", "id"], unique=False)
    op.create_index(
        "ix_task_open",
        "task",
        ["assignee_id", "due", "id"],
        unique=False,
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "case_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_note_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
    )
    op.create_index(op.f("ix_case_note_case_id"), "case_note", ["case_id"], unique=False)
