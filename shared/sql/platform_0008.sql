-- The months of outbox and inbox, made and dropped for roles that own nothing. Frozen: what changes comes in another file.
-- The functions run as the owner of the tables, look names up in public alone, and do nothing but this.

-- The smallest UUIDv7 of a moment: its first 48 bits are Unix milliseconds.
CREATE FUNCTION first_message_id(moment timestamptz) RETURNS uuid LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- From the month of `moment` to three ahead.
CREATE FUNCTION make_partitions(moment timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    parent text;
    begins timestamptz;
    name text;
BEGIN
    FOR ahead IN 0..3 LOOP
        begins := date_trunc('month', moment) + make_interval(months => ahead);
        FOREACH parent IN ARRAY ARRAY['outbox', 'inbox'] LOOP
            name := parent || to_char(begins, '_YYYY_MM');
            IF to_regclass(format('public.%I', name)) IS NULL THEN
                EXECUTE format(
                    'CREATE TABLE public.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)', name, parent,
                    public.first_message_id(begins), public.first_message_id(begins + interval '1 month')
                );
            END IF;
        END LOOP;
    END LOOP;
END $$;

-- Months that ended more than 400 days before `moment` and hold nothing unpublished; returns their names. Whatever moment is named,
-- none goes before its time by the clock of the database: outbox and inbox are the log from which everything is replayed.
CREATE FUNCTION drop_old_partitions(moment timestamptz) RETURNS SETOF text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    name text;
    waits boolean;
BEGIN
    FOR name IN
        SELECT relname FROM pg_class JOIN pg_inherits ON inhrelid = oid
        WHERE inhparent IN ('public.outbox'::regclass, 'public.inbox'::regclass) AND relname ~ '_\d{4}_\d{2}$'
            AND to_date(right(relname, 7), 'YYYY_MM') + interval '1 month' + interval '400 days'
                <= least(moment, clock_timestamp())
        ORDER BY relname
    LOOP
        waits := false;
        IF name LIKE 'outbox%' THEN
            EXECUTE format('SELECT EXISTS (SELECT FROM public.%I WHERE published_at IS NULL)', name) INTO waits;
        END IF;
        IF NOT waits THEN
            EXECUTE format('DROP TABLE public.%I', name);
            RETURN NEXT name;
        END IF;
    END LOOP;
END $$;
