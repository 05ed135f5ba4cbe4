"""To whom else an act was delivered, which a body may read of its own letters alone."""

import sqlalchemy as sa
from alembic import op

revision = "0194"
down_revision = "0192"


def upgrade() -> None:
    op.create_table(
        "act_reached",
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("recommendation_id", "institution_id", name=op.f("pk_act_reached")),
    )
    op.execute("SELECT set_config('app.office', 'on', true)")
    op.execute(
        "INSERT INTO act_reached SELECT recommendation_id, institution_id FROM dispatch WHERE delivered_at IS NOT NULL"
    )
    op.execute("SELECT set_config('app.office', '', true)")
    # The inner query stands behind the wall of letters: who has none of an act reads nothing of it.
    op.execute("ALTER TABLE act_reached ENABLE ROW LEVEL SECURITY")
    op.execute("CREATE POLICY office ON act_reached USING ((SELECT current_setting('app.office', true)) = 'on')")
    op.execute(
        "CREATE POLICY own_letter ON act_reached FOR SELECT USING (EXISTS (SELECT FROM dispatch"
        " WHERE dispatch.recommendation_id = act_reached.recommendation_id))"
    )
    op.execute("ALTER TABLE act_reached FORCE ROW LEVEL SECURITY")
