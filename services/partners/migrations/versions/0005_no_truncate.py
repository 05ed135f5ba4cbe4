"""What is append-only is not emptied either: a trigger on rows does not see a TRUNCATE."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute(
        """
        DO $$
        DECLARE kept regclass;
        BEGIN
            FOR kept IN
                SELECT tgrelid::regclass FROM pg_trigger WHERE tgname = 'append_only'
                EXCEPT SELECT tgrelid::regclass FROM pg_trigger WHERE tgname = 'append_only_table'
            LOOP
                EXECUTE format(
                    'CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %s'
                    ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
                    kept
                );
            END LOOP;
        END $$
        """
    )
