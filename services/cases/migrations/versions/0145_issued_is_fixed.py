"""What was issued cannot be changed in the database: neither an act's words nor its items, nor the copy that a body got."""

from alembic import op

revision = "0145"
down_revision = "0140"

#: Of an act: what its number, its words and its signatures say. The rest tells what became of it.
ACT = (
    "id", "case_id", "kind", "number", "language", "title", "grounds", "judicial_matter", "official_function", "injured_party",
    "protocol", "authors", "attachments", "content_hash", "approved_hash", "approved_by", "approved_at", "issued_by", "issued_at",
    "issued_on", "supersedes", "readdresses", "created_at",
)  # fmt: skip
#: Of a copy, from the moment that it is set.
COPY = (
    "recommendation_id", "institution_id", "place", "role", "institution_class", "name_sq", "name_en", "rendering", "digest",
    "pdf_sha256", "check_code",
)  # fmt: skip

ITEMS = """
CREATE FUNCTION refuse_change_of_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM recommendation WHERE id IN (OLD.recommendation_id, NEW.recommendation_id) AND issued_at IS NOT NULL) THEN
        RAISE EXCEPTION '% of an issued act is fixed', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER issued_is_fixed BEFORE INSERT OR UPDATE OR DELETE ON act_item
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_issued();
"""


def upgrade() -> None:
    for table, since, columns in (("recommendation", "issued_at", ACT), ("act_addressee", "rendering", COPY)):
        old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
        op.execute(
            f"CREATE TRIGGER issued_is_fixed BEFORE UPDATE ON {table} FOR EACH ROW"
            f" WHEN (OLD.{since} IS NOT NULL AND ({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER issued_stays BEFORE DELETE ON {table} FOR EACH ROW"
            f" WHEN (OLD.{since} IS NOT NULL) EXECUTE FUNCTION refuse_change()"
        )
    op.execute(ITEMS)
