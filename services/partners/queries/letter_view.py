"""One letter with all that was said about it, for its page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.partners.models import Dispatch, ExtensionRequest, Institution, Notice
from services.partners.queries import also_sent, figures, institutions, letters, replies
from services.partners.queries.held import asked_all_the_same, held_since
from services.partners.queries.letters import Assessment, ItemDue, Reminder
from services.partners.queries.replies import Report
from services.partners.queries.wall import Own
from services.partners.schemas.dispatches import AlsoSentAnswer, MeasureDueAnswer
from services.partners.schemas.replies import ReplyAnswer
from shared.documents import Documents


@dataclass(frozen=True)
class LetterView:
    """`due`: the day by which the office expects the reply. `delivered_on`: of the delivery that counts. `held`: none of its days is counted now; `asked`: an answer
    is asked for even so. `spoken`: an item was answered. `assessed`, `corrected` and `counted` go by the id of an item in the document, `places`,
    its number in the letter from 1, by that and by the office's own. `late`: by how many days the answer is, as the office counts them; 0 if it is not. `asks_figures`: a table is filled in beside it. `replaced`: the notices of findings that stand no more.
    """

    addressee: Institution
    due: date | None
    late: int
    delivered_on: date | None
    held: bool
    asked: bool
    spoken: bool
    corrected: Mapping[str, date]
    also_sent: tuple[AlsoSentAnswer, ...]
    dues: list[ItemDue]
    measures: Mapping[str, MeasureDueAnswer]
    assessed: Mapping[str, Assessment]
    notices: list[Notice]
    replaced: frozenset[int]
    reminders: list[Reminder]
    replies: list[ReplyAnswer]
    reports: list[Report]
    requests: list[ExtensionRequest]
    places: Mapping[UUID, int]
    asks_figures: bool

    @property
    def counted(self) -> dict[str, ItemDue]:
        return {str(item.item_id): item for item in self.dues}


def about(own: Own, documents: Documents, dispatch: Dispatch, today: date) -> LetterView:
    notices = letters.notices(own, dispatch)
    public = letters.public_ids(own, dispatch.id)
    held = bool(held_since(own.session, [dispatch.recommendation_id]))
    due = letters.due_of(dispatch, held=held)
    return LetterView(
        addressee=institutions.names(own.session, [dispatch.institution_id])[dispatch.institution_id],
        due=due,
        late=letters.late_by(own, dispatch, due, today),
        delivered_on=letters.counted_from(own, dispatch),
        held=held,
        asked=bool(asked_all_the_same(own.session, [dispatch.recommendation_id])),
        spoken=letters.has_spoken(own, dispatch),
        corrected={str(one.item_id): one.delivered_on for one in letters.corrections(own, dispatch.id)},
        also_sent=also_sent.to_whom(own, documents, dispatch),
        dues=letters.dues(own, dispatch, today),
        measures={str(one.item_id): one for one in letters.measures(own, documents, dispatch.id)},
        assessed={str(item): assessment for item, assessment in letters.assessed_items(own, dispatch).items()},
        notices=notices,
        replaced=letters.replaced(notices),
        reminders=letters.reminders(notices),
        replies=replies.replies(own, documents, dispatch.id),
        reports=replies.reports(own, documents, dispatch.id),
        requests=replies.requests(own, dispatch.id),
        places={known: number for number, ids in enumerate(public.items(), start=1) for known in ids},
        asks_figures=figures.is_wanted(own, dispatch),
    )
