"""What backs a finding, on the page of an obligation: chosen from what can be opened, and shown with its link."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from services.cases import words
from services.cases.actions import assessments, clock_entries, scans
from services.cases.actions.outgoing import Outgoing
from services.cases.data import acts as act_data
from services.cases.domain.evidence import Opens
from services.cases.forms.clock import ClockEntryForm
from services.cases.forms.obligation import EvidenceForm
from services.cases.models import Obligation, Scan
from services.cases.pages.acting import today
from services.cases.pages.cases import WORKING
from services.cases.queries import evidence
from services.cases.queries.evidence import ORIGINALS, Piece
from services.cases.queries.visibility import find_obligation
from services.cases.schemas.clocks import ClockEntryBody
from services.cases.schemas.obligations import AssessmentBody, EvidenceBody, SourceAnswer
from shared import access, file_parts, uploads
from shared.files.copies import NotShownError
from shared.pages.forms import SelectChoice
from shared.pages.languages import date_words
from shared.platform import platform
from shared.principal import Principal
from shared.words import language

blueprint = Blueprint("evidence_pages", __name__)

ACCEPT = uploads.accept(scans.TAKEN)
_SHORT = 8


@dataclass(frozen=True)
class Opened:
    """A piece of evidence as it is shown. `outside`: the link leads away from the platform."""

    name: str
    text: str
    href: str
    outside: bool = False


@blueprint.route("/staff/obligations/<uuid:obligation_id>/files/<string:document>")
@access.staff(*WORKING)
def file(obligation_id: UUID, document: str) -> ResponseReturnValue:
    """A file that the body joined to its reply, to save; never shown by the browser. Where it has no clean copy, who leads is led on."""
    here = platform()
    with here.database.transaction() as session:
        kept = evidence.open_file(session, obligation_id, document, access.current())
    try:
        return file_parts.shown(kept, document[:16])
    except NotShownError as refused:
        if refused.code != "file_kept" or not access.current().roles & set(ORIGINALS):
            raise
    links = {
        "original": url_for(".original", obligation_id=obligation_id, document=document),
        "back": url_for("obligations_pages.obligation", obligation_id=obligation_id),
    }
    return render_template("cases/file_kept.html", **links), 409


@blueprint.route("/staff/obligations/<uuid:obligation_id>/files/<string:document>/original")
@access.staff(*ORIGINALS)
def original(obligation_id: UUID, document: str) -> Response:
    """Such a file as it came, where it has no clean copy: for who leads; the reading is looked at afterwards."""
    here = platform()
    with here.database.transaction() as session:
        kept = evidence.open_file(session, obligation_id, document, access.current(), original=True)
    return file_parts.original(kept, "", document[:16], beside_copy=False)


def record(
    by: Principal, session: Session, obligation_id: UUID, form: EvidenceForm, wanted: AssessmentBody, *, now: datetime
) -> Obligation:
    """Keep the scan, if one was chosen, and record the finding that it backs, in one transaction."""
    if form.chosen is not None:
        scan = _kept(by, session, obligation_id, form.chosen, now)
        kind = next(key for key, one in act_data.evidence_kinds(today()).items() if one.opens is Opens.SCAN)
        wanted = replace(wanted, evidence=(EvidenceBody(kind=kind, ref=str(scan.id)), *wanted.evidence))
    return assessments.assess(by, session, platform().documents, obligation_id, wanted, now=now)


def enter(
    by: Principal, session: Session, obligation_id: UUID, form: ClockEntryForm, wanted: ClockEntryBody, *, now: datetime
) -> Obligation:
    """Keep the proof of a day, if one was chosen, and enter into the clock what it shows, in one transaction."""
    if form.chosen is not None:
        wanted = replace(wanted, scan_id=_kept(by, session, obligation_id, form.chosen, now, slip=True).id)
    documents, out = platform().documents, Outgoing.of(platform().settings)
    return clock_entries.enter(by, session, documents, obligation_id, wanted, now=now, outgoing=out)


def _kept(
    by: Principal, session: Session, obligation_id: UUID, file: FileStorage, now: datetime, *, slip: bool = False
) -> Scan:
    """A file that was chosen, as a scan of the obligation's act."""
    sent = file_parts.read(file, scans.TAKEN)
    act_id = find_obligation(session, obligation_id, by)[0].recommendation_id
    return scans.store(by, session, platform().documents, act_id, sent, now=now, slip=slip)


def source_choices(pieces: Collection[Piece], names: Mapping[str, str]) -> list[SelectChoice]:
    """What can be ticked: what the office has of the obligation, by its kind, the day since when and the name that it was given."""
    kinds = act_data.evidence_kinds(today()).values()
    return [
        SelectChoice(f"{kind.key}:{piece.ref}", _piece_name(kind.key, piece, names))
        for piece in pieces
        for kind in kinds
        if kind.opens is piece.opens
    ]


def _piece_name(kind: str, piece: Piece, names: Mapping[str, str]) -> str:
    since = f", {date_words(piece.at)}" if piece.at else ""
    given = names.get(piece.ref) or (piece.ref[:_SHORT] if piece.opens in {Opens.FILE, Opens.SCAN} else "")
    return f"{kind_name(kind)}{since}" + (f" ({given})" if given else "")


def kind_name(key: str) -> str:
    return words.of_pair(act_data.evidence_entries(today()).get(key, {"name": key}), "name", language())


def source_shown(source: SourceAnswer, obligation_id: UUID, names: Mapping[str, str]) -> Opened:
    """With the link that opens it, for who may see the obligation, under the name that it was given."""
    name, kind = kind_name(source.kind), act_data.evidence_kinds(today()).get(source.kind)
    match kind.opens if kind else None:
        case Opens.FILE:
            href = url_for("evidence_pages.file", obligation_id=obligation_id, document=source.ref)
        case Opens.SCAN:
            href = url_for("paper_pages.scan", scan_id=source.ref)
        case Opens.ADDRESS:
            seen = date_words(source.seen_on) if source.seen_on else ""
            return Opened(
                name, _("%(address)s, parë më %(day)s", address=source.address, day=seen), source.address, True
            )
        case Opens.REPLY:
            href = f"#reply-{source.ref}"
        case _:
            href = "#said"
    return Opened(name, names.get(source.ref or "") or _("Hape"), href)


def file_links(obligation_id: UUID, files: Collection[str], names: Mapping[str, str]) -> tuple[Opened, ...]:
    """The files of a reply or a report, each under the name that the body gave it."""
    return tuple(
        Opened(
            "",
            names.get(name) or _("Skedari %(number)s", number=number),
            url_for("evidence_pages.file", obligation_id=obligation_id, document=name),
        )
        for number, name in enumerate(files, 1)
    )
