-- What a person does with a subject that is stuck. Frozen: what changes comes in another file.

-- Where a parked event stands, also one whose data cannot be read.
ALTER TABLE parked_event ADD COLUMN epoch bigint;
ALTER TABLE parked_event DROP CONSTRAINT ck_parked_event_resolution;
ALTER TABLE parked_event ADD CONSTRAINT ck_parked_event_resolution
    CHECK (resolution IN ('replayed', 'discarded', 'skipped', 'replaced'));
CREATE INDEX ix_parked_event_subject ON parked_event (stream, subject) WHERE resolution IS NULL;
CREATE INDEX ix_stale_event_subject ON stale_event (stream, subject) WHERE settled_by IS NULL;

-- What loses something, and the second person without whom it is not done. `epoch` and `sequence`: the subject's place when it was asked for.
CREATE TABLE subject_step (
    id uuid NOT NULL,
    kind text NOT NULL,
    stream text,
    subject uuid,
    parked_id uuid,
    epoch bigint NOT NULL,
    sequence bigint NOT NULL,
    reason text NOT NULL,
    asked_by text NOT NULL,
    asked_at timestamptz NOT NULL,
    decided_by text,
    decided_at timestamptz,
    outcome text,
    CONSTRAINT pk_subject_step PRIMARY KEY (id),
    CONSTRAINT ck_subject_step_kind CHECK (kind IN ('skip', 'discard', 'theirs')),
    CONSTRAINT ck_subject_step_outcome CHECK (outcome IN ('done', 'refused')),
    CONSTRAINT ck_subject_step_second_person CHECK (outcome IS DISTINCT FROM 'done' OR decided_by <> asked_by)
);
CREATE INDEX ix_subject_step_subject ON subject_step (stream, subject, asked_at);

-- What the publisher of a subject said of it when it was last asked: `complete` if it told all of its events.
CREATE TABLE subject_told (
    stream text NOT NULL,
    subject uuid NOT NULL,
    asked_at timestamptz NOT NULL,
    told_at timestamptz,
    complete boolean NOT NULL DEFAULT false,
    CONSTRAINT pk_subject_told PRIMARY KEY (stream, subject)
);
CREATE TABLE told_row (
    message_id uuid NOT NULL,
    stream text NOT NULL,
    subject uuid NOT NULL,
    type text NOT NULL,
    epoch bigint NOT NULL,
    sequence bigint NOT NULL,
    digest text NOT NULL,
    CONSTRAINT pk_told_row PRIMARY KEY (message_id)
);
CREATE INDEX ix_told_row_subject ON told_row (stream, subject);

-- The publisher's version of these is to be handled though the subject is past their place.
CREATE TABLE wanted_event (
    message_id uuid NOT NULL,
    wanted_by text NOT NULL,
    wanted_at timestamptz NOT NULL,
    CONSTRAINT pk_wanted_event PRIMARY KEY (message_id)
);

-- One row that `readyz` writes: a database that takes no write is not ready.
CREATE TABLE last_write (
    one boolean NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT pk_last_write PRIMARY KEY (one),
    CONSTRAINT ck_last_write_one CHECK (one)
);
INSERT INTO last_write (one, at) VALUES (true, now());
