"""The process that `deploy.embedded.dev` ends and starts: apps and workers, and a page to look into for every fault.

werkzeug's debugger runs whatever its user types. So it is served on loopback only and asks for a PIN, no variable switches
it on, and no image holds this package (.dockerignore).
"""

import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.debug import DebuggedApplication

from deploy import sample, story
from deploy.embedded.dispatcher import Dispatcher
from deploy.embedded.platform import Embedded, serving
from deploy.servers import postgres
from shared.errors import problem_of


def main(root: Path, port: int, parent: int) -> int:
    """Serve until it is told to end or the process `parent` is gone; returns 0, or 1 if a worker ended by itself."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    server = postgres.running(root / "postgres")
    if server is None:
        sys.stderr.write("This is started by `python -m deploy.embedded.dev`, which brings PostgreSQL.\n")
        return 1
    try:
        with serving(root, port, server, debugged) as here:
            if not (root / "credentials.json").exists():
                _fill(here)
            _tell(f"Open {here.url}/  (log-ins: {root / 'credentials.json'}; Ctrl-C ends it)")
            while os.getppid() == parent:
                if here.died.wait(1):
                    _tell(f"A worker ended by itself; the reason is in {root / 'logs' / 'besa.log'}")
                    return 1
    except KeyboardInterrupt:
        pass
    return 0


def debugged(apps: Mapping[str, Flask]) -> DebuggedApplication:
    """The four apps as one, where a fault of ours reaches the debugger and a changed template is read again."""
    for app in apps.values():
        _let_faults_through(app)
        app.jinja_env.auto_reload = True
    application = DebuggedApplication(Dispatcher(apps), evalex=True)
    _tell(f"PIN of the debugger: {application.pin}")
    return application


def _let_faults_through(app: Flask) -> None:
    answer: Any = app.error_handler_spec[None][None][Exception]

    def answer_or_raise(error: Exception) -> Any:
        if problem_of(error).status == 500:
            raise error
        return answer(error)

    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.register_error_handler(Exception, answer_or_raise)


def _fill(here: Embedded) -> None:
    """Once a folder: log-ins, the letter of Elbasan and the story, so that no page is empty."""
    credentials = sample.create(here.environments, here.url, here.root / "credentials.json")
    try:
        story.lay_out(here.url, credentials, _tell)
        story.play(here.url, credentials, _tell)
    except story.StoryError as error:
        # A mistake that is being worked on must not keep the pages away.
        _tell(str(error))


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
