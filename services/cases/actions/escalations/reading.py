"""What waits to be sent as it reads today: its words, and what has changed beneath a person's own or beneath the draft of an act."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases.actions.escalations import basis, letters
from services.cases.domain.ladder import REMINDERS, RungKey
from services.cases.domain.laid_over import laid_over
from services.cases.domain.timeliness import local_date
from services.cases.lists.rung_letters import RungLetterListing
from services.cases.models import RungLetter
from services.cases.queries import acts
from services.cases.queries import rung_letters as queries
from services.cases.queries.checks import current, hash_of
from services.cases.queries.rung_letters import LetterView
from services.cases.schemas.rung_letters import ChangedWords, ChangesAnswer, LetterAnswer, LetterText
from shared.documents import Documents
from shared.events.documents.cases import PlainText
from shared.lists import Reading
from shared.pagination import Cursors, Page
from shared.typed import filled


def read(session: Session, documents: Documents, letter_id: UUID, reading: Reading) -> LetterView:
    """One letter, whatever became of it; of one that waits, as of today. The reading is noted. Raises `NotFound`."""
    today = local_date(reading.now)
    view = queries.read(session, documents, letter_id, reading.by, today)
    view = as_of(session, documents, view, today)
    if view.seen is None:
        return view
    return replace(view, check=current(session, letter_id, view.seen, [view.letter.case_id]))


def listed(
    session: Session, documents: Documents, cursors: Cursors, asked: RungLetterListing, reading: Reading
) -> Page[LetterAnswer]:
    """What is due to be sent, as of today."""
    page, today = queries.page_of(session, documents, cursors, asked, reading), local_date(reading.now)
    return page.of(lambda view: as_of(session, documents, view, today).answer())


def as_of(session: Session, documents: Documents, view: LetterView, today: date) -> LetterView:
    """The same letter with the words of that day, and what has changed since it was written; one that does not wait stays what it was."""
    letter = view.letter
    if letter.state != "waiting" or not view.owed:
        return view
    if RungKey(letter.rung) not in REMINDERS:
        drafted = view.draft is not None and view.draft.status in acts.OPEN
        rests = basis.rests(session, documents, letter, today) if drafted else None
        return replace(view, changes=_changes(documents, letter, rests))
    stands = basis.words_today(session, documents, letter, today)
    words, tag = basis.words_over(documents, letter, stands), letters.version_of(letter, stands)
    rests = basis.Rests(basis.kept(documents, letter), basis.of_words(stands)) if letter.edited_by else None
    changes = _changes(documents, letter, rests)
    return replace(view, text=filled(LetterText, words), seen=hash_of(words), tag=tag, changes=changes)


def _changes(documents: Documents, letter: RungLetter, rests: basis.Rests | None) -> ChangesAnswer | None:
    if rests is None or rests.holds:
        return None
    changed = tuple(ChangedWords(was=one.was, now=one.now) for one in rests.changed)
    if letter.edited_by is None or letter.document is None:
        return ChangesAnswer(changed=changed, today=None, proposal=None, left_out=())
    own = documents.read(PlainText, letter.document)
    today = replace(own, title=rests.now.title, text=rests.now.text)
    said = filled(LetterText, today)
    if rests.was is None:
        # Nobody knows what was theirs in it.
        return ChangesAnswer(changed=(), today=said, proposal=filled(LetterText, own), left_out=())
    title = laid_over(rests.was.title, own.title, today.title)
    text = laid_over(rests.was.text, own.text, today.text)
    proposal = filled(LetterText, replace(own, title=title.text, text=text.text))
    return ChangesAnswer(changed=changed, today=said, proposal=proposal, left_out=(*title.left_out, *text.left_out))
