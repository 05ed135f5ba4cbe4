"""Commands of intake: `besa intake <command>`."""

from uuid import UUID

import click

from services.intake.actions import erasure
from shared.clock import utc_now
from shared.platform import platform
from shared.principal import Principal
from shared.rules import NotFound


@click.command("erase-complaint")
@click.argument("complaint_id", type=click.UUID)
@click.option("--by", required=True, help="Who does it.")
@click.option("--reason", required=True, type=click.Choice(erasure.REASONS))
def erase_complaint(complaint_id: UUID, by: str, reason: str) -> None:
    """Destroy the key of a complaint: identity, words and files can never be read again."""
    here, operator = platform(), Principal(f"operator:{by}")
    try:
        with here.database.transaction() as session:
            erasure.erase(operator, session, here.documents, complaint_id, reason=reason, now=utc_now())
    except NotFound as error:
        raise click.ClickException("no such complaint") from error
    click.echo(f"{complaint_id} is erased")
