"""The bare peer of a figure: FastAPI and asyncpg on the same tables, by uvicorn with as many processes.

It checks nobody, seals nothing and tells nobody. What the platform does beside that is the price that the ratios show.
"""

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from typing import Annotated, Any
from uuid import UUID, uuid4

import asyncpg
import psycopg
import uvicorn
from fastapi import Body, FastAPI, HTTPException

from deploy.servers.processes import LOOPBACK

COLUMNS = (
    "id, reference, received_at, received_on, channel, submitter_role, life_area, municipality, urgency, urgency_due,"
    " first_looked_at, anonymous, language, status, due_on, decided_at"
)
TABLE = "CREATE TABLE IF NOT EXISTS bare_complaint (id uuid PRIMARY KEY, at timestamptz DEFAULT now(), body text)"


@asynccontextmanager
async def pooled(app: FastAPI) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ["BARE_DATABASE_URL"], min_size=4, max_size=8) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=pooled)


@app.get("/complaints/{complaint_id}")
async def one(complaint_id: UUID) -> dict[str, Any]:
    row = await app.state.pool.fetchrow(f"SELECT {COLUMNS} FROM complaint WHERE id = $1", complaint_id)
    if row is None:
        raise HTTPException(404)
    return dict(row)


@app.get("/complaints")
async def page(limit: int) -> list[dict[str, Any]]:
    rows = await app.state.pool.fetch(
        f"SELECT {COLUMNS} FROM complaint ORDER BY received_at DESC, id DESC LIMIT $1", limit
    )
    return [dict(row) for row in rows]


@app.post("/complaints", status_code=201)
async def keep(narrative: Annotated[str, Body(embed=True)]) -> dict[str, UUID]:
    made = uuid4()
    await app.state.pool.execute("INSERT INTO bare_complaint (id, body) VALUES ($1, $2)", made, narrative)
    return {"id": made}


@contextmanager
def serving(url: str, processes: int) -> Iterator[int]:
    """The port on which it answers, over the database at `url` (as the role that owns the tables)."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as owner:
        owner.execute(TABLE)
    given = os.environ | {"BARE_DATABASE_URL": url.replace("+psycopg", "")}
    with ExitStack() as ended, socket.create_server((LOOPBACK, 0)) as listening:
        command = [sys.executable, "-m", "tests.bench.bare", str(listening.fileno())]
        for _ in range(processes):
            server = ended.enter_context(subprocess.Popen(command, env=given, pass_fds=[listening.fileno()]))
            ended.callback(server.terminate)
        port: int = listening.getsockname()[1]
        urllib.request.urlopen(f"http://{LOOPBACK}:{port}/docs", timeout=30).close()
        yield port


if __name__ == "__main__":
    # A socket of its own: on the one that `uvicorn --workers` makes, asyncio leaves Nagle's algorithm on, and each answer waits 40 ms.
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[socket.socket(fileno=int(sys.argv[1]))])
