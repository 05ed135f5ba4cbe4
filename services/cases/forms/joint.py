"""What is filled in about the signatures of a joint act, and what its rules say when they say no."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from services.cases.forms.case import LONGEST_TEXT
from services.cases.schemas.joint import SignatureBody, SignatureWithdrawalBody
from shared.lists import Words
from shared.pages.forms import BesaForm, DateParts, SelectChoice

SENTENCES: Mapping[str, Words] = {
    "issue.unsigned": _l("Akti del vetëm kur ta kenë nënshkruar të gjithë bashkënënshkruesit."),
    "joint.not_open": _l("Akti ka dalë ose është hedhur poshtë: nënshkrimet nuk ndryshojnë më."),
    "joint.stranger": _l("Zgjidhni një nga bashkënënshkruesit e aktit."),
    "joint.to_come": _l("Kjo ditë nuk ka ardhur ende."),
    "joint.before_the_text": _l(
        "Teksti që tregon akti tani u shkrua pas kësaj dite: askush nuk e nënshkroi dot më parë."
    ),
    "joint.no_evidence": _l("Shkruani me fjalë ku shihet nënshkrimi, për shembull: shkresa me numrin e protokollit."),
    "joint.other_text": _l("Teksti ka ndryshuar ndërkohë: shihni çfarë thotë tani."),
    "joint.signed": _l("Ky e ka nënshkruar tashmë këtë tekst."),
    "joint.taken_back": _l("Ky nënshkrim është tërhequr tashmë."),
}


class SignatureForm(BesaForm):
    """That one of those who have not signed yet has."""

    cosigner = RadioField(_l("Kush nënshkroi"), validators=[InputRequired(_l("Zgjidhni kush nënshkroi"))])
    signed_on = DateParts(_l("Kur"), validators=[InputRequired(_l("Shkruani ditën"))])
    evidence = TextAreaField(
        _l("Ku shihet nënshkrimi"),
        description=_l("Për shembull: numri i protokollit të shkresës së nënshkruar."),
        validators=[InputRequired(_l("Shkruani ku shihet")), Length(max=LONGEST_TEXT)],
    )
    content_hash = HiddenField(validators=[InputRequired(), Length(min=64, max=64)])

    def offer(self, missing: tuple[str, ...]) -> "SignatureForm":
        self.cosigner.choices = [SelectChoice(one, one) for one in missing]
        return self

    def wanted(self) -> SignatureBody:
        return SignatureBody(
            cosigner=self.cosigner.data,
            content_hash=self.content_hash.data or "",
            signed_on=self.signed_on.data,
            evidence=self.evidence.data or "",
        )


class SignatureWithdrawalForm(BesaForm):
    reason = TextAreaField(
        _l("Pse e tërheq nënshkrimin"), [InputRequired(_l("Shkruani arsyen")), Length(max=LONGEST_TEXT)]
    )

    def wanted(self) -> SignatureWithdrawalBody:
        return SignatureWithdrawalBody(reason=self.reason.data or "")
