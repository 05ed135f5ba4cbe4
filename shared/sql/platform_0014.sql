-- Of each head that was told, whether it was also written to the file outside: that file must hold it from then on. Frozen: what changes comes
-- in another file.

ALTER TABLE audit_told ADD COLUMN in_file boolean NOT NULL DEFAULT false;
