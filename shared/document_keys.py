"""`besa <service> keys`: what keys a service has, a new one, and documents wrapped anew."""

import sys
from base64 import b64decode
from typing import TextIO

import click

from shared.clock import utc_now
from shared.documents import rewrapping
from shared.documents.ring import OPENS
from shared.documents.wraps import Wraps, escrow_of
from shared.platform import platform
from shared.settings import KEY_BYTES


@click.group("keys")
def keys_group() -> None:
    """The keys under which documents are closed to other services."""


@keys_group.command("show")
def _show() -> None:
    """The keys of this service, the newest first, and how many documents are wrapped for each."""
    for key, count in rewrapping.left(_wraps()).items():
        click.echo(f"{key.kid}  since {key.since:%Y-%m-%d %H:%M}  {count} documents")


@keys_group.command("rotate")
def _rotate() -> None:
    """Make a new key; nothing has to be started anew. Timers wrap the documents for it and drop the old one; `rewrap` does it at once."""
    key = _wraps().ring.make(OPENS, utc_now())
    click.echo(f"{key.kid} is the key of {key.service} from now on")


@keys_group.command("rewrap")
def _rewrap() -> None:
    """Wrap everything for the newest key, and take a copy of each document from before they had keys; ends with 1 if one does not open."""
    here = platform()
    click.echo(f"{rewrapping.rewrap(here.documents, utc_now())} documents were wrapped for the newest key")
    if here.settings.document_key is not None:
        taken, closed = rewrapping.take_over(here.documents, here.database)
        click.echo(f"{taken} documents of before were taken over")
        _tell_closed(closed)
    click.echo(f"{rewrapping.give_to_escrow(here.documents)} documents were wrapped for the escrow")


@keys_group.command("recover")
@click.option("--escrow", type=click.File(), required=True, help="The private half, as `besa escrow-key` wrote it.")
def _recover(escrow: TextIO) -> None:
    """After the keys of this service were lost: wrap for its new one what the escrow opens; ends with 1 if a document stays closed."""
    here = platform()
    try:
        private = b64decode(escrow.read().strip(), validate=True)
    except ValueError as error:
        raise click.ClickException("the file holds no key in base64") from error
    if len(private) != KEY_BYTES:
        raise click.ClickException(f"a key has {KEY_BYTES} bytes, this has {len(private)}")
    _wraps()
    done, closed = rewrapping.recover(here.documents, here.database, escrow_of(private))
    click.echo(f"{done} documents were wrapped for the new key")
    _tell_closed(closed)


def _wraps() -> Wraps:
    if (wraps := platform().documents.wraps) is None:
        raise click.ClickException("DOCUMENT_RING_KEY is not set: this service has no keys of its own.")
    return wraps


def _tell_closed(names: list[str]) -> None:
    for name in names:
        click.echo(f"{name}  stays closed", err=True)
    if names:
        sys.exit(1)
