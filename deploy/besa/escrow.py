"""`besa escrow-key`: a key pair whose private half is kept where no installation is."""

from base64 import b64encode
from pathlib import Path

import click

from shared.documents.ring import OPENS, public_of
from shared.sealing import new_key


@click.command("escrow-key")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def escrow_key(file: Path) -> None:
    """Make the escrow's key: its private half goes into FILE, which is then taken offline, and its public half is printed."""
    private = new_key()
    try:
        with file.open("x", encoding="ascii") as made:
            file.chmod(0o600)
            made.write(b64encode(private).decode() + "\n")
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from error
    click.echo(f"DOCUMENT_ESCROW_KEY={b64encode(public_of(OPENS, private)).decode()}")
