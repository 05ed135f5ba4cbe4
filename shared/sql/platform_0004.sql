-- Wrong guesses of passwords and codes. Frozen: what changes comes in a platform_0005.sql.

-- Logged, unlike rate_window: a crash must not give every guesser its free ones back.
CREATE TABLE failed_tries (
    bucket text NOT NULL,
    failures integer NOT NULL,
    began_at timestamptz NOT NULL,
    free_at timestamptz NOT NULL,
    CONSTRAINT pk_failed_tries PRIMARY KEY (bucket)
);
CREATE INDEX ix_failed_tries_began_at ON failed_tries (began_at);
