"""An approval of before questions had to be answered falls: the second person says why the words may stay."""

from alembic import op

revision = "0194"
down_revision = "0192"


def upgrade() -> None:
    op.execute(
        "UPDATE recommendation SET status = 'draft', approved_hash = NULL, approved_by = NULL, approved_at = NULL,"
        " approval_fell = 'names_someone' WHERE status = 'approved' AND EXISTS (SELECT FROM text_check AS look"
        " WHERE look.id = (SELECT newest.id FROM text_check AS newest WHERE newest.text_id = recommendation.id"
        " AND newest.content_hash = recommendation.content_hash ORDER BY newest.offered_at DESC, newest.id LIMIT 1)"
        " AND look.state = 'checked' AND look.asks > 0 AND look.reason IS NULL)"
    )
