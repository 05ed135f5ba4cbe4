-- The platform tables of every service, version 1. Frozen: what changes comes in a platform_0002.sql.
-- Outbox and inbox are partitioned by month of their UUIDv7, which carries the time and keeps the id unique over all
-- partitions. Dropping a partition is how rows older than 400 days go.

CREATE TABLE outbox (
    message_id uuid NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    type text NOT NULL,
    stream text NOT NULL,
    subject uuid NOT NULL,
    epoch bigint NOT NULL,
    sequence bigint NOT NULL,
    payload text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz,
    CONSTRAINT pk_outbox PRIMARY KEY (message_id)
) PARTITION BY RANGE (message_id);
CREATE INDEX ix_outbox_unpublished ON outbox (id) WHERE published_at IS NULL;
CREATE INDEX ix_outbox_stream_subject_sequence ON outbox (stream, subject, sequence);
CREATE TABLE outbox_rest PARTITION OF outbox DEFAULT;

CREATE TABLE inbox (
    message_id uuid NOT NULL,
    type text NOT NULL,
    stream text NOT NULL,
    subject uuid NOT NULL,
    epoch bigint NOT NULL,
    sequence bigint NOT NULL,
    digest text NOT NULL,
    outcome text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_inbox PRIMARY KEY (message_id)
) PARTITION BY RANGE (message_id);
CREATE INDEX ix_inbox_stream_subject_sequence ON inbox (stream, subject, sequence);
CREATE TABLE inbox_rest PARTITION OF inbox DEFAULT;

CREATE TABLE stream_position (
    stream text NOT NULL,
    subject uuid NOT NULL,
    direction text NOT NULL,
    epoch bigint NOT NULL,
    sequence bigint NOT NULL,
    CONSTRAINT pk_stream_position PRIMARY KEY (stream, subject, direction),
    CONSTRAINT ck_stream_position_direction CHECK (direction IN ('in', 'out'))
);

CREATE TABLE stream_epoch (
    epoch bigint NOT NULL,
    began_at timestamptz NOT NULL DEFAULT now(),
    reason text NOT NULL,
    CONSTRAINT pk_stream_epoch PRIMARY KEY (epoch)
);
INSERT INTO stream_epoch (epoch, reason) VALUES (1, 'first');

CREATE TABLE held_event (
    message_id uuid NOT NULL,
    stream text NOT NULL,
    subject uuid NOT NULL,
    sequence bigint NOT NULL,
    body text NOT NULL,
    held_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_held_event PRIMARY KEY (message_id)
);
CREATE INDEX ix_held_event_stream_subject_sequence ON held_event (stream, subject, sequence);

CREATE TABLE parked_event (
    id uuid NOT NULL,
    message_id uuid,
    type text,
    stream text,
    subject uuid,
    sequence bigint,
    reason text NOT NULL,
    body bytea NOT NULL,
    parked_at timestamptz NOT NULL DEFAULT now(),
    resolution text,
    resolved_at timestamptz,
    resolved_by text,
    resolved_reason text,
    CONSTRAINT pk_parked_event PRIMARY KEY (id),
    CONSTRAINT ck_parked_event_resolution CHECK (resolution IN ('replayed', 'discarded'))
);
CREATE INDEX ix_parked_event_open ON parked_event (parked_at) WHERE resolution IS NULL;

CREATE TABLE idempotent_answer (
    scope text NOT NULL,
    key_digest text NOT NULL,
    request_digest text NOT NULL,
    status integer,
    sealed_body bytea,
    etag text,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_idempotent_answer PRIMARY KEY (scope, key_digest)
);

CREATE TABLE audit_entry (
    id bigint NOT NULL,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    object_type text NOT NULL,
    object_id text NOT NULL,
    details jsonb NOT NULL,
    previous_hash text NOT NULL,
    hash text NOT NULL,
    CONSTRAINT pk_audit_entry PRIMARY KEY (id)
);
CREATE INDEX ix_audit_entry_object_type_object_id ON audit_entry (object_type, object_id, id);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE staff_account (
    id uuid NOT NULL,
    roles jsonb NOT NULL,
    active boolean NOT NULL,
    sessions_valid_from timestamptz NOT NULL,
    CONSTRAINT pk_staff_account PRIMARY KEY (id)
);

CREATE TABLE known_institution (
    id uuid NOT NULL,
    key text NOT NULL,
    institution_class text NOT NULL,
    version bigint NOT NULL,
    active boolean NOT NULL,
    name_sq text NOT NULL,
    name_en text NOT NULL,
    search text NOT NULL,
    record jsonb NOT NULL,
    CONSTRAINT pk_known_institution PRIMARY KEY (id)
);
CREATE INDEX ix_known_institution_name_sq ON known_institution (name_sq);

CREATE UNLOGGED TABLE rate_window (
    bucket text NOT NULL,
    began_at timestamptz NOT NULL,
    hits integer NOT NULL,
    CONSTRAINT pk_rate_window PRIMARY KEY (bucket)
);
