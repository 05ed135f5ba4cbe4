-- Heads of the audit trails, kept where the database's owner cannot write. Frozen: what changes comes in a platform_0004.sql.

-- The heads of our trail that were told to the other services, with what is needed to show that it has grown since.
CREATE TABLE audit_told (
    id bigint GENERATED ALWAYS AS IDENTITY,
    size bigint NOT NULL,
    frontier bytea NOT NULL,
    told_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_audit_told PRIMARY KEY (id)
);
-- The heads that the other services told of theirs, and whether each lies in the one before.
CREATE TABLE audit_witness (
    id bigint GENERATED ALWAYS AS IDENTITY,
    service text NOT NULL,
    size bigint NOT NULL,
    root bytea NOT NULL,
    note text NOT NULL,
    verdict text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_audit_witness PRIMARY KEY (id)
);
-- What the other services answered about ours, signed by them.
CREATE TABLE audit_seen (
    id bigint GENERATED ALWAYS AS IDENTITY,
    witness text NOT NULL,
    size bigint NOT NULL,
    root bytea NOT NULL,
    signed text NOT NULL,
    verdict text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_audit_seen PRIMARY KEY (id)
);
CREATE INDEX ix_audit_told_size ON audit_told (size);
CREATE INDEX ix_audit_witness_service ON audit_witness (service, id);
CREATE INDEX ix_audit_seen_witness ON audit_seen (witness, id);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_told FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON audit_told FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_witness FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON audit_witness FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_seen FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON audit_seen FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
