"""What was typed into the form of a step, as the body that the action takes."""

from collections.abc import Iterator

from services.cases.domain.case import Elsewhere, Outcome, Step
from services.cases.domain.findings import Result
from services.cases.forms.case import FindingsForm, StepForm
from services.cases.pages.acting import an_id
from services.cases.schemas.cases import FindingBody, StepBody


def step_body(step: Step, form: StepForm) -> StepBody:
    """What was filled in; a form has the fields that its step needs."""
    if isinstance(form, FindingsForm):
        return StepBody(step=step, findings=tuple(_findings(form)))
    filled = {name: value for name, value in form.data.items() if value}
    return StepBody(
        step=step,
        assignee=an_id(filled.get("assignee")),
        reason=filled.get("reason", ""),
        outcome=Outcome(filled["outcome"]) if "outcome" in filled else None,
        closing_ground=filled.get("closing_ground"),
        elsewhere=Elsewhere(filled["elsewhere"]) if "elsewhere" in filled else None,
        institution_id=an_id(filled.get("institution_id")),
        text=filled.get("text", ""),
        title=filled.get("title"),
    )


def _findings(form: FindingsForm) -> Iterator[FindingBody]:
    """The same words for each of the chosen rights."""
    body, result, text = an_id(form.institution_id.data), Result(form.result.data), form.text.data or ""
    for right in form.rights.data or ():
        yield FindingBody(right=right, institution_id=body, result=result, grade=form.grade.data or None, text=text)
