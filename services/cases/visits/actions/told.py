"""What a visit found, in the words in which the office writes it first, and the case that it is found in. A step of others."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from services.cases import data as core
from services.cases.actions import cases, steps
from services.cases.data.acts import outcome_entry
from services.cases.domain.case import Step as CaseStep
from services.cases.domain.case import Trigger
from services.cases.domain.timeliness import local_date
from services.cases.models import Case
from services.cases.queries.corrections import Correction
from services.cases.queries.situations import institutions
from services.cases.schemas.cases import LONGEST_TITLE, NewCaseBody, StepBody, TriggerBody
from services.cases.visits import data
from services.cases.visits.domain.answers import FindingProposed
from services.cases.visits.domain.checklists import Checklist, Question
from services.cases.visits.models import Visit
from shared.directory import KnownInstitution
from shared.documents import Documents
from shared.principal import Principal


class Told:
    """`found`: what is not met, by right. Texts are those of visits.yaml, in Albanian."""

    def __init__(self, session: Session, visit: Visit, checklist: Checklist, found: Sequence[FindingProposed]) -> None:
        self.body: KnownInstitution = institutions(session, [visit.institution_id])[visit.institution_id]
        self.number, self.found, self.checklist = visit.number or "", found, checklist
        self.questions: list[Question] = [one for finding in found for one in finding.questions]
        self.made_on = local_date(visit.begun_at) if visit.begun_at else None
        self._values = {
            "number": self.number,
            "body": self.body.name_sq,
            "day": _day(self.made_on) if self.made_on else "",
            "checklist": checklist.name.sq,
            "count": str(len(self.questions)),
        }

    @property
    def rights(self) -> tuple[str, ...]:
        return tuple(one.right for one in self.found)

    @property
    def title(self) -> str:
        return self.text("title")[:LONGEST_TITLE]

    def text(self, key: str, **more: str) -> str:
        return data.texts()[key].format(**self._values, **more)

    def grounds(self, corrected: Mapping[str, Correction]) -> str:
        """What was not met, by right, and what the office made of each correction of its body."""
        names = core.articles()
        parts = [
            self.text(
                "ground_of_right",
                right=f"{one.right} ({names[one.right]['name_sq']})",
                questions=listed(one.questions),
            )
            for one in self.found
        ]
        answered = self._answered(corrected)
        return "\n\n".join([self.text("grounds"), *parts, *answered])

    def _answered(self, corrected: Mapping[str, Correction]) -> list[str]:
        lines = [
            f"– {self.checklist.questions[question].text.sq} {outcome_entry(one.outcome)['name_sq']}. {one.answer}"
            for question, one in corrected.items()
            if one.outcome and one.position
        ]
        return [self.text("corrections_answered", questions="\n".join(lines))] if lines else []


def open_case(by: Principal, session: Session, documents: Documents, told: Told, now: datetime) -> Case:
    """A case of the office's own initiative that is opened, taken, and investigated by the visit itself."""
    opened = NewCaseBody(
        trigger=TriggerBody(kind=Trigger.INSPECTION, source=told.number),
        memo=told.text("memo"),
        title=told.title,
        rights=told.rights,
        bodies=(told.body.id,),
        places=tuple(filter(None, [told.body.record.get("municipality")])),
    )
    case = cases.open_own(by, session, documents, opened, now=now)
    if told.made_on is not None:
        cases.inspected(session, case, told.body.id, told.number, told.made_on)
    for step in (CaseStep.ASSIGN, CaseStep.INVESTIGATE):
        steps.take(by, session, documents, case.id, StepBody(step=step), now=now)
    return case


def listed(questions: Sequence[Question]) -> str:
    """One a line, each with the norms beside it that somebody of the office has read."""
    lines = []
    for one in questions:
        norms = data.confirmed_norms(one)
        lines.append(f"– {one.text.sq}" + (f" ({', '.join(norms)})" if norms else ""))
    return "\n".join(lines)


def _day(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"
