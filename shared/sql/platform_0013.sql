-- An epoch of a publisher that was announced and never begun can be taken back, by two people. Frozen: what changes comes in another file.

ALTER TABLE subject_step DROP CONSTRAINT ck_subject_step_kind;
ALTER TABLE subject_step ADD CONSTRAINT ck_subject_step_kind CHECK (kind IN ('skip', 'discard', 'theirs', 'epoch'));
