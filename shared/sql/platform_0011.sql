-- What the roles of the relay and of the sealer do, and the role of the work no more. Frozen: what changes comes in another file.

-- Nobody but the relay says that an event was published; to give one to it again is all that others need.
-- Runs as the owner of the tables, looks names up in public alone, and does nothing but this. Returns how many.
CREATE FUNCTION publish_again(ids uuid[]) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    given bigint;
BEGIN
    UPDATE public.outbox SET published_at = NULL WHERE message_id = ANY(ids) AND published_at IS NOT NULL;
    GET DIAGNOSTICS given = ROW_COUNT;
    RETURN given;
END $$;

-- The sealer tells the heads of the trail, which is a stream of its own, and no other event.
ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY every_event ON outbox USING (true) WITH CHECK (true);
CREATE POLICY sealer_tells_heads ON outbox AS RESTRICTIVE FOR INSERT
    WITH CHECK (current_user NOT LIKE '%\_sealer' OR stream LIKE '%.audit');
ALTER TABLE stream_position ENABLE ROW LEVEL SECURITY;
CREATE POLICY every_stream ON stream_position USING (true) WITH CHECK (true);
CREATE POLICY sealer_counts_heads ON stream_position AS RESTRICTIVE
    USING (current_user NOT LIKE '%\_sealer' OR stream LIKE '%.audit');
