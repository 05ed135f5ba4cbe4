"""Private PostgreSQL and RabbitMQ from installed binaries, without systemd, for the embedded and local ways and for tests.

Everything listens on 127.0.0.1 and lies under one folder. Not for a deployment that people rely on: nothing here replicates
or backs up.
"""
