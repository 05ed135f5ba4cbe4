-- Whether every document that a row names can be opened. Frozen: what changes comes in another file.

-- One row: how far the walk through all of them is, and when the last whole one ended.
CREATE TABLE document_walk (
    one boolean NOT NULL,
    began_at timestamptz,
    place text NOT NULL,
    name text NOT NULL,
    ended_at timestamptz,
    CONSTRAINT pk_document_walk PRIMARY KEY (one),
    CONSTRAINT ck_document_walk_one CHECK (one)
);
-- Those that could not be opened; looked at again each hour, and gone once they open or nothing names them.
CREATE TABLE unopened_document (
    name text NOT NULL,
    place text NOT NULL,
    fault text NOT NULL,
    found_at timestamptz NOT NULL,
    CONSTRAINT pk_unopened_document PRIMARY KEY (name, place)
);
