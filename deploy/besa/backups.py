"""`besa backup` and `besa restore`."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import click

from deploy.backup import choosing, history, keeping, making, manifest, place, restoring
from deploy.backup.place import BackupError, Place
from deploy.servers.processes import CannotStartError
from shared.signals import stop_on_signals

DATA = Path("/var/lib/postgresql/data")
FOLDER = click.Path(path_type=Path, resolve_path=True)


#: Seconds: until a container that finds no server ends, so that it is started anew beside one; how old the newest log may be.
PATIENCE, FRESH = 20.0, 60.0


def _instant(_context: click.Context, _option: click.Parameter, given: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(given) if given else None
    except ValueError as error:
        raise click.BadParameter("an instant is said as 2026-11-27T14:30:00+01:00.") from error
    if moment and moment.tzinfo is None:
        raise click.BadParameter("say the offset from UTC with it, as in 2026-11-27T14:30:00+01:00.")
    return moment


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
    """Read every byte of a backup, or of what `backup keep` filled; ends with 1 and the faults if it is not whole. With --root also
    whether it is ours.
    """
    with _told():
        if history.is_kept(folder):
            faults, whole = _of_kept(folder, _key(root))
        else:
            told = manifest.read(folder)
            key = place.of_root(root).key if root else place.key_of_environment()
            faults = list(manifest.faults(folder, told, key))
            sealed = "sealed by this installation" if key else "its seal was not looked at, for that --root is needed"
            whole = f"{told.bytes / 1e6:.0f} MB, {told.document_count} documents, as of {told.instant}; {sealed}"
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        sys.exit(1)
    click.echo(f"whole: {whole}")


def _of_kept(folder: Path, key: bytes) -> tuple[list[str], str]:
    spans = list(history.spans(folder, key))
    copies = sum(len(bases) for _, bases, _ in spans)
    old = [of.name for of, _, _ in spans if not of.kept(key).segment]
    unsealed = "".join(f"; {name} is of before, its log is not sealed" for name in old)
    return list(choosing.faults_of_kept(folder, key)), f"{copies} copies and the log behind them{unsealed}"


def _key(root: Path | None) -> bytes:
    key = place.of_root(root).key if root else place.key_of_environment()
    if key is None:
        raise BackupError("BACKUP_KEY is needed, or --root with the folder of an installation.")
    return key


@backup.command("keep")
@click.argument("folder", type=FOLDER)
@click.option("--server", help="Without --root: an administrator's address of PostgreSQL.")
@click.option(
    "--hours",
    type=click.FloatRange(min=0, min_open=True),
    default=24,
    show_default=True,
    help="Between two copies of the databases.",
)
@click.option(
    "--days",
    type=click.FloatRange(min=0, min_open=True),
    default=30,
    show_default=True,
    help="How far back one can go.",
)
@click.option(
    "--with-parent",
    is_flag=True,
    help="End, as on SIGTERM, when the process that started this one has ended: for scripts.",
)
@click.pass_obj
def keep(root: Path | None, folder: Path, server: str | None, hours: float, days: float, with_parent: bool) -> None:
    """Fill FOLDER until this process is ended: a copy each day, the log and the documents as they come, so that any instant can be
    put back. Best on another disk.
    """
    with _told():
        patience = None if root else PATIENCE
        wish = keeping.Wish(timedelta(hours=hours), timedelta(days=days), patience)
        keeper = keeping.Keeper(lambda: _place(root, DATA, server), folder, wish, click.echo)
        stop_on_signals(keeper.stop)
        if with_parent:
            threading.Thread(target=_follow, args=(os.getppid(), keeper.stop), name="parent", daemon=True).start()
        keeper.run()


def _follow(parent: int, stop: threading.Event) -> None:
    """Asked for and not given by the kernel (PR_SET_PDEATHSIG): that is sent when the *thread* ends that started us."""
    while os.getppid() == parent and not stop.wait(0.5):
        pass
    stop.set()


@backup.command("status")
@click.argument("folder", type=FOLDER)
@click.pass_obj
def status(root: Path | None, folder: Path) -> None:
    """Which instants FOLDER reaches; ends with 1 if the newest is more than a minute old, or nothing is kept."""
    with _told():
        spans = list(history.spans(folder, _key(root)))
    for of, bases, until in spans:
        size = sum(path.stat().st_size for path in of.segments())
        click.echo(
            f"from {bases[0].manifest.instant} to {until.isoformat(timespec='milliseconds')}: {len(bases)} copies, {size / 1e6:.0f} MB of log"
        )
    age = (history.now() - spans[-1][2]).total_seconds() if spans else None
    click.echo("nothing is kept" if age is None else f"the newest kept log is {age:.0f} s old")
    if age is None or age > FRESH:
        sys.exit(1)


@click.command("restore")
@click.argument("folder", type=FOLDER)
@click.option(
    "--to", callback=_instant, help="Of a kept folder: an instant, with its offset from UTC; else the end of its log."
)
@click.option("--replace", is_flag=True, help="Databases lie there: move them aside.")
@click.option("--data", type=FOLDER, default=DATA, help="Without --root: the folder of PostgreSQL.")
@click.pass_obj
def restore(root: Path | None, folder: Path, to: datetime | None, replace: bool, data: Path) -> None:
    """Put the backup in FOLDER in the place of what was lost, or what `besa backup keep` filled FOLDER with; the installation must not
    run. Then declare it, in each service.
    """
    with _told():
        done = restoring.restore(_place(root, data, None), folder, replace=replace, to=to)
    click.echo(
        f"checked in {done.checked:.1f} s, databases in {done.databases:.1f} s, documents in {done.documents:.1f} s,"
        f" all in {done.whole:.1f} s"
    )
    if done.aside:
        click.echo(f"what was there lies in {done.aside}: remove it once nobody misses anything")
    click.echo(f"the databases are as of {done.chosen.instant}{_later(done)}. Each service refuses to work until")
    click.echo("`besa declare --by … --reason …`; two minutes after it was started `besa report`")


def _later(done: restoring.Restored) -> str:
    return " or later, the end of the log" if done.chosen.log and not done.chosen.to else ""


def _place(root: Path | None, data: Path, server: str | None) -> Place:
    return place.of_root(root) if root else place.of_containers(data, server)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (BackupError, CannotStartError) as error:
        raise click.ClickException(str(error)) from error
