"""`python -m deploy.against URL`: play the story against an installation that runs already, however it was started."""

import argparse
import json
import sys
from pathlib import Path

from deploy import story
from deploy.credentials import Credentials

CREDENTIALS = Path("var/demo/credentials.json")


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0, or 1 with the reason on standard error."""
    options = _parser().parse_args(arguments)
    try:
        credentials = _read(options.credentials)
        url = options.url or credentials["url"]
        table = story.play(url, credentials, _tell)
        story.lay_out(url, credentials, _tell)
    except story.StoryError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"\n{table.text()}\n")
    return 0


def _read(file: Path) -> Credentials:
    try:
        content: Credentials = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise story.StoryError(f"{file} cannot be read; name the credentials with --credentials.") from error
    except ValueError as error:
        raise story.StoryError(f"{file} is not JSON.") from error
    if not isinstance(content, dict) or {"url", "staff", "partners"} - content.keys():
        raise story.StoryError(f"{file} holds no credentials: it needs url, staff and partners.")
    return content


def _tell(line: str) -> None:
    sys.stdout.write(f"· {line}\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy.against", description=__doc__)
    parser.add_argument(
        "url", nargs="?", help="where it answers, such as http://127.0.0.1:8000; that of the file if left out"
    )
    parser.add_argument(
        "--credentials", type=Path, default=CREDENTIALS, help=f"a credentials.json, {CREDENTIALS} at first"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
