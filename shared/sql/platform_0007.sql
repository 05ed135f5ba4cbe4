-- How a database that was set back to an earlier time is known, and what follows. Frozen: what changes comes in another file.

-- Each second one more, with a random name that a file outside the database repeats: gone here means that we were set back.
CREATE TABLE beat (
    n bigint NOT NULL,
    nonce uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_beat PRIMARY KEY (n)
);
-- One row: to which installation this database belongs.
CREATE TABLE installation (
    one boolean NOT NULL,
    name text NOT NULL,
    CONSTRAINT pk_installation PRIMARY KEY (one),
    CONSTRAINT ck_installation_one CHECK (one)
);
-- What began with each epoch but the first. The time that was lost lies between `lost_from` and `lost_until`, if any was.
CREATE TABLE set_back (
    epoch bigint NOT NULL,
    kind text NOT NULL,
    lost_from timestamptz,
    lost_until timestamptz,
    declared_at timestamptz NOT NULL,
    declared_by text NOT NULL,
    reason text NOT NULL,
    CONSTRAINT pk_set_back PRIMARY KEY (epoch)
);
-- Numbers that were perhaps given in the time that was lost: they are never given again.
CREATE TABLE skipped_number (
    epoch bigint NOT NULL,
    series text NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    CONSTRAINT pk_skipped_number PRIMARY KEY (epoch, series)
);

-- The epoch that a subject's number before had, since the one before may be of an earlier one.
ALTER TABLE stream_position ADD COLUMN previous bigint;
ALTER TABLE held_event ADD COLUMN epoch bigint;
ALTER TABLE held_event ADD COLUMN previous bigint;
CREATE UNIQUE INDEX uq_held_event_position ON held_event (stream, subject, epoch, sequence);

-- The newest epoch that a publisher has sent with.
CREATE TABLE publisher_epoch (
    publisher text NOT NULL,
    epoch bigint NOT NULL,
    seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_publisher_epoch PRIMARY KEY (publisher)
);
-- Sent before its publisher was set back, and not taken: it comes again if it survived, else this is all that is left of it.
CREATE TABLE stale_event (
    message_id uuid NOT NULL,
    publisher text NOT NULL,
    stream text NOT NULL,
    subject uuid NOT NULL,
    epoch bigint NOT NULL,
    sequence bigint NOT NULL,
    body text NOT NULL,
    noted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_stale_event PRIMARY KEY (message_id)
);
-- What others say that they have of us and we have not.
CREATE TABLE known_elsewhere (
    consumer text NOT NULL,
    message_id uuid NOT NULL,
    type text NOT NULL,
    stream text NOT NULL,
    subject uuid NOT NULL,
    epoch bigint NOT NULL,
    sequence bigint NOT NULL,
    noted_at timestamptz NOT NULL,
    CONSTRAINT pk_known_elsewhere PRIMARY KEY (consumer, message_id)
);
-- A person has looked at a difference that does not mend itself.
ALTER TABLE unaccounted_event ADD COLUMN settled_by text;
ALTER TABLE unaccounted_event ADD COLUMN settled_reason text;
ALTER TABLE stale_event ADD COLUMN settled_by text;
ALTER TABLE stale_event ADD COLUMN settled_reason text;
