"""Tables of figures that letters ask for, and what bodies filled in."""

import sqlalchemy as sa
from alembic import op

revision = "0260"
down_revision = "0290"

#: As in 0015: of whoever came by a link the transaction says for which letter alone.
ONLY = "(SELECT nullif(current_setting('app.dispatch', true), '')::uuid)"


def upgrade() -> None:
    op.create_table(
        "figures_wanted",
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("table", sa.Text(), nullable=False),
        sa.Column("accepted_until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("recommendation_id", name=op.f("pk_figures_wanted")),
    )
    op.create_table(
        "figures_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("dispatch_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name=op.f("fk_figures_report_dispatch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figures_report")),
        sa.UniqueConstraint("dispatch_id", "version", name=op.f("uq_figures_report_dispatch_id_version")),
    )
    op.create_index(op.f("ix_figures_report_institution_id_period"), "figures_report", ["institution_id", "period"])
    # As in 0002, 0004 and 0015. FORCE comes last: this migration stands for nobody.
    op.execute("ALTER TABLE figures_report ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY own_rows ON figures_report"
        " USING (institution_id = (SELECT nullif(current_setting('app.institution', true), '')::uuid))"
    )
    op.execute("CREATE POLICY office ON figures_report USING ((SELECT current_setting('app.office', true)) = 'on')")
    op.execute(
        "CREATE POLICY inherited ON figures_report USING (institution_id = ANY ("
        "(SELECT string_to_array(nullif(current_setting('app.heritage', true), ''), ',')::uuid[])::uuid[]))"
    )
    op.execute(
        f"CREATE POLICY one_letter ON figures_report AS RESTRICTIVE USING ({ONLY} IS NULL OR dispatch_id = {ONLY})"
    )
    op.execute("ALTER TABLE figures_report FORCE ROW LEVEL SECURITY")
    for table in ("figures_wanted", "figures_report"):
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER append_only_table BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
