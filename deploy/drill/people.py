"""Who writes while the drill runs, and what weighs on the installation."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from deploy.servers.databases import administer
from deploy.story.answers import Complaint
from deploy.story.speaking import Api
from deploy.story.words import other_complaint
from shared.documents import Documents

#: Bytes of a document and of a row of the load: a scanned page, a long sealed text. Random, since ciphertext does not compress.
DOCUMENT, ROW = 200_000, 50_000


@dataclass
class Writers:
    """Complaints of `count` people side by side, one after the other, until `stop`."""

    url: str
    count: int = 2
    made: list[Complaint] = field(default_factory=list)
    _ends: threading.Event = field(default_factory=threading.Event)

    def during(self, work: Callable[[], None]) -> list[Complaint]:
        """What they made while `work` ran, and a moment before and after it."""
        with ThreadPoolExecutor(self.count) as pool:
            running = [pool.submit(self._write) for _ in range(self.count)]
            try:
                self._ends.wait(1)
                work()
                self._ends.wait(1)
            finally:
                self._ends.set()
            for each in running:
                each.result()
        return self.made

    def _write(self) -> None:
        while not self._ends.is_set():
            self.made.append(complain(self.url))
            self._ends.wait(0.2)


def complain(url: str) -> Complaint:
    told: Complaint = Api(url).post("/intake/api/v1/complaints", other_complaint())
    return told


def weigh(database_url: str, documents: Documents, gigabytes: float) -> None:
    """Half of the load into the store, half into a table of one database."""
    half = int(gigabytes * 1e9 / 2)
    for _ in range(half // DOCUMENT):
        documents.put(os.urandom(DOCUMENT))
    with administer(database_url) as database:
        database.execute("CREATE TABLE IF NOT EXISTS load_of_the_drill (content bytea)")
        database.execute("ALTER TABLE load_of_the_drill ALTER content SET STORAGE EXTERNAL")
        with database.cursor() as cursor, cursor.copy("COPY load_of_the_drill FROM STDIN (FORMAT binary)") as copy:
            copy.set_types(["bytea"])
            for _ in range(half // ROW):
                copy.write_row((os.urandom(ROW),))
