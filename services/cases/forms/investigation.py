"""What is filled in around a case: a party, a link, a task, a note, who is shut out; its rights and bodies."""

from typing import ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from services.cases import words
from services.cases.forms.case import LONGEST_TEXT, NewCaseForm, choices
from shared.pages.forms import BesaForm, DateParts, SelectChoice

#: What a choice of `PartyForm.who` begins with.
COMPLAINT, INSTITUTION = "complaint", "institution"


class PartyForm(BesaForm):
    """`who`: `complaint:<id>`, `institution:<id>`, or empty for a person under the label."""

    stands_for: ClassVar[dict[str, str]] = {"complaint_id": "who", "institution_id": "who"}
    role = RadioField(
        _l("Cili është roli"), choices=choices(words.PARTY_ROLES), validators=[InputRequired(_l("Zgjidhni rolin"))]
    )
    who = SelectField(_l("Kush është"), validators=[Optional()])
    label = StringField(
        _l("Etiketa, kur është një person pa ankesë"),
        description=_l("Me shkronja të vogla dhe pa emër. Për shembull: fëmija 1, dëshmitari 2"),
        validators=[Length(max=60)],
    )
    note = TextAreaField(_l("Shënim për palën"), validators=[Length(max=LONGEST_TEXT)])


class LinkForm(BesaForm):
    stands_for: ClassVar[dict[str, str]] = {"case_id": "number"}
    number = StringField(
        _l("Numri i çështjes tjetër"),
        description=_l("Për shembull, C-2026-00014-7"),
        validators=[InputRequired(_l("Shkruani numrin e çështjes tjetër")), Length(max=40)],
    )
    kind = RadioField(
        _l("Çfarë është kjo çështje për tjetrën"),
        choices=choices(words.LINKS),
        validators=[InputRequired(_l("Zgjidhni lidhjen"))],
    )


class TaskForm(BesaForm):
    text = TextAreaField(
        _l("Çfarë duhet bërë"),
        validators=[InputRequired(_l("Shkruani çfarë duhet bërë")), Length(max=LONGEST_TEXT)],
    )
    due = DateParts(_l("Deri kur"), validators=[InputRequired(_l("Shkruani deri kur"))], ahead=True)
    assignee = SelectField(_l("Kush e bën"), validators=[InputRequired(_l("Zgjidhni kush e bën"))])


class TaskAssignmentForm(BesaForm):
    assignee = SelectField(_l("Kush e bën"), validators=[InputRequired(_l("Zgjidhni kush e bën"))])


class NoteForm(BesaForm):
    text = TextAreaField(
        _l("Shënimi"),
        description=_l("Mbetet në dosje dhe nuk ndryshohet më."),
        validators=[InputRequired(_l("Shkruani shënimin")), Length(max=LONGEST_TEXT)],
    )


class ExclusionForm(BesaForm):
    stands_for: ClassVar[dict[str, str]] = {"staff_id": "staff"}
    staff = SelectField(_l("Kush"), validators=[InputRequired(_l("Zgjidhni kush"))])
    excluded = RadioField(
        _l("Çfarë vendoset"),
        choices=[
            SelectChoice("yes", _l("Nuk e sheh më këtë çështje")),
            SelectChoice("no", _l("Mund ta shohë përsëri")),
        ],
        validators=[InputRequired(_l("Zgjidhni një përgjigje"))],
    )
    reason = TextAreaField(
        _l("Pse"),
        description=_l("E lexojnë vetëm ata që drejtojnë."),
        validators=[InputRequired(_l("Shkruani arsyen")), Length(max=LONGEST_TEXT)],
    )


PART_FORMS: dict[str, type[BesaForm]] = {
    "party": PartyForm,
    "link": LinkForm,
    "task": TaskForm,
    "note": NoteForm,
    "exclusion": ExclusionForm,
}


class CaseChangeForm(NewCaseForm):
    """What may be corrected in a case: its name, rights, bodies, place and the codes of its children. `version`: of the case as it was shown."""

    trigger = None  # type: ignore[assignment]  # how WTForms takes a field away
    source = None  # type: ignore[assignment]  # how WTForms takes a field away
    memo = None  # type: ignore[assignment]  # how WTForms takes a field away
    title = StringField(
        _l("Titulli i çështjes"),
        description=_l("I shkurtër dhe pa emra njerëzish. Bosh: mbetet si është."),
        validators=[Length(max=200)],
    )
    version = HiddenField()
