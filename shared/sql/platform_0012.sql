-- By which request, and for what, an entry of the trail was made. Frozen: what changes comes in another file.
-- Both are part of what is sealed. What was written before has neither, and its hash stays.
ALTER TABLE audit_entry ADD COLUMN request text;
ALTER TABLE audit_entry ADD COLUMN purpose text;
