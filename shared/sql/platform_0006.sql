-- Accounts of events: what was published and what arrived, compared for ever. Frozen: what changes comes in another file.

-- Counts and sums of digests per stream and hour of the message id; `hour` counts from 1970. `out` of the outbox, `in` of the inbox.
CREATE TABLE account_hour (
    direction text NOT NULL,
    hour bigint NOT NULL,
    stream text NOT NULL,
    events bigint NOT NULL,
    digest numeric(40, 0) NOT NULL,
    CONSTRAINT pk_account_hour PRIMARY KEY (direction, hour, stream),
    CONSTRAINT ck_account_hour_direction CHECK (direction IN ('in', 'out'))
);

-- All hours before `until_hour` are counted. `told_hour`: up to where the whole was last told (of `out`).
CREATE TABLE account_counted (
    direction text NOT NULL,
    until_hour bigint NOT NULL,
    told_hour bigint NOT NULL DEFAULT 0,
    CONSTRAINT pk_account_counted PRIMARY KEY (direction)
);

CREATE TABLE account_heard (
    publisher text NOT NULL,
    heard_at timestamptz NOT NULL,
    CONSTRAINT pk_account_heard PRIMARY KEY (publisher)
);

-- Events that a publisher has and we have not, or the other way round, or that differ. Digests as in account_hour.
CREATE TABLE unaccounted_event (
    message_id uuid NOT NULL,
    publisher text NOT NULL,
    stream text NOT NULL,
    kind text NOT NULL,
    theirs numeric(40, 0),
    ours numeric(40, 0),
    noted_at timestamptz NOT NULL,
    asked integer NOT NULL DEFAULT 0,
    ask_at timestamptz NOT NULL,
    CONSTRAINT pk_unaccounted_event PRIMARY KEY (message_id),
    CONSTRAINT ck_unaccounted_event_kind CHECK (kind IN ('missing', 'alien', 'different'))
);

-- What services say to each other about events. Without order and without a promise: the next minute says it again.
CREATE TABLE control_message (
    id bigint GENERATED ALWAYS AS IDENTITY,
    routing_key text NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_control_message PRIMARY KEY (id)
);

-- By what an event that could not be read is known again when it comes again.
CREATE INDEX ix_parked_event_message_id ON parked_event (message_id);
