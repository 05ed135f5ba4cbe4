"""Whether the folder of documents that a backup was told of is the one that the services write to."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

from deploy import SERVICES
from deploy.backup import copying
from deploy.backup.place import BackupError

_LIVED = "SELECT to_regclass('outbox') IS NOT NULL"
_TOLD = "SELECT EXISTS (SELECT 1 FROM outbox)"


def refuse_another(store: Path, url: str) -> None:
    """Raise `BackupError` where `store` holds nothing though the databases of the server at `url` have lived: a service makes its key
    there as it begins, so that they write to another place, such as a bucket, and a backup would hold no document.
    """
    if not store.is_dir() or any(copying.stored(store)) or any((store / "keys").glob("*")):
        return
    for name in _lived(url):
        raise BackupError(
            f"{store} holds no document and no key, though {name} has told of events: the services write elsewhere."
            " Say where (DOCUMENTS_URL, as they have it); documents in a bucket are copied by no command of besa."
        )


def _lived(url: str) -> Iterator[str]:
    for service in SERVICES:
        name = f"besa_{service}"
        plain = make_url(url).set(drivername="postgresql", database=name).render_as_string(hide_password=False)
        try:
            with psycopg.connect(plain, connect_timeout=5, autocommit=True) as line:
                if all(line.execute(statement).fetchone() == (True,) for statement in (_LIVED, _TOLD)):
                    yield name
        except psycopg.OperationalError:
            # No such database, or not yet: who connects to the server said so before.
            continue
