"""`besa backup` and `besa restore`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from deploy.backup import making, manifest, place, restoring
from deploy.backup.place import BackupError, Place
from deploy.servers.processes import CannotStartError

DATA = Path("/var/lib/postgresql/data")
FOLDER = click.Path(path_type=Path, resolve_path=True)


@click.group("backup")
def backup() -> None:
    """All four databases of one instant, and the documents. The keys are not in it: keep them elsewhere."""


@backup.command("make")
@click.argument("folder", type=FOLDER)
@click.option("--server", help="Without --root: an administrator's address of PostgreSQL.")
@click.pass_obj
def make(root: Path | None, folder: Path, server: str | None) -> None:
    """Make a backup in FOLDER, which must not be there, of an installation that runs; ends with 1 if documents are damaged."""
    with _told():
        made = making.make(_place(root, DATA, server), folder)
    told = made.manifest
    click.echo(f"databases in {made.databases:.1f} s, documents in {made.documents:.1f} s, all in {made.whole:.1f} s")
    click.echo(f"{told.bytes / 1e6:.0f} MB, {told.document_count} documents, as of {told.instant}: {folder}")
    for name in told.damaged:
        click.echo(f"document {name} is damaged in the store, and is not in the backup", err=True)
    if told.damaged:
        sys.exit(1)


@backup.command("verify")
@click.argument("folder", type=FOLDER)
@click.pass_obj
def verify(root: Path | None, folder: Path) -> None:
    """Read every byte of a backup; ends with 1 and the faults if it is not whole. With --root also whether it is ours."""
    with _told():
        told = manifest.read(folder)
        key = place.of_root(root).key if root else place.key_of_environment()
        faults = list(manifest.faults(folder, told, key))
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        sys.exit(1)
    sealed = "sealed by this installation" if key else "its seal was not looked at, for that --root is needed"
    click.echo(f"whole: {told.bytes / 1e6:.0f} MB, {told.document_count} documents, as of {told.instant}; {sealed}")


@click.command("restore")
@click.argument("folder", type=FOLDER)
@click.option("--replace", is_flag=True, help="Databases lie there: move them aside.")
@click.option("--data", type=FOLDER, default=DATA, help="Without --root: the folder of PostgreSQL.")
@click.pass_obj
def restore(root: Path | None, folder: Path, replace: bool, data: Path) -> None:
    """Put the backup in FOLDER in the place of what was lost; the installation must not run. Then declare it, in each service."""
    with _told():
        done = restoring.restore(_place(root, data, None), folder, replace=replace)
    click.echo(
        f"checked in {done.checked:.1f} s, databases in {done.databases:.1f} s, documents in {done.documents:.1f} s,"
        f" all in {done.whole:.1f} s"
    )
    if done.aside:
        click.echo(f"what was there lies in {done.aside}: remove it once nobody misses anything")
    click.echo(
        f"the databases are as of {done.manifest.instant}. Start the installation; each service then refuses to work"
    )
    click.echo(
        "until `besa <service> restore declare --by … --reason …`; two minutes later `besa <service> restore report`"
    )


def _place(root: Path | None, data: Path, server: str | None) -> Place:
    return place.of_root(root) if root else place.of_containers(data, server)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (BackupError, CannotStartError) as error:
        raise click.ClickException(str(error)) from error
