"""A code of the second factor, and what a passkey answers."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from shared.lists import Words
from shared.pages.forms import BesaForm
from shared.passwords import LONGEST as LONGEST_PASSWORD

LONGEST = 20
#: Why something of the second step is refused, by code.
SENTENCES: dict[str, Words] = {
    "factor_stands": _l("Hapi i dytë është vënë tashmë."),
    "factor_none": _l("Nuk ka asnjë çelës që pret kodin. Filloni përsëri."),
    "factor_last": _l("Ky është hapi i fundit i dytë. Shtoni më parë një tjetër, ose flisni me një administrator."),
    "passkey_refused": _l("Ky çelës nuk u pranua. Provoni përsëri."),
    "passkeys_many": _l("Keni aq çelësa sa mund të keni. Hiqni më parë një."),
}


class CodeForm(BesaForm):
    """Of the app; at the log-in also one of the paper."""

    code = StringField(_l("Kodi"), validators=[InputRequired(_l("Shkruani kodin")), Length(max=LONGEST)])


class AppForm(CodeForm):
    """A new app of whoever is in."""

    password = PasswordField(
        _l("Fjalëkalimi juaj"),
        validators=[InputRequired(_l("Shkruani fjalëkalimin")), Length(max=LONGEST_PASSWORD)],
    )


def wrong_code(form: Any) -> None:
    form.code.errors = [_("Ky kod nuk vlen. Shikoni kodin e tanishëm në aplikacion.")]


#: Characters of what a browser sends for a passkey: an RSA key of 4,096 bits and its wrapping are far below.
LONGEST_ANSWER = 20_000
LONGEST_NAME = 30


class AnswerForm(BesaForm):
    """Written by the browser (assets/passkeys.js)."""

    answer = HiddenField(validators=[InputRequired(_l("Shfletuesi nuk dha asnjë çelës.")), Length(max=LONGEST_ANSWER)])


class ProofForm(BesaForm):
    """A second factor shown again: a code, or what a passkey answered. Beside it the page keeps another form's fields, its token too."""

    code = StringField(_l("Kodi"), name="proof_code", validators=[Length(max=LONGEST)])
    answer = HiddenField(name="proof_answer", validators=[Length(max=LONGEST_ANSWER)])

    class Meta(BesaForm.Meta):
        """Without a token of its own: where it comes from is looked at instead (shared.second_factor.again)."""

        csrf = False

    def is_sent(self) -> bool:
        """Whether one was shown, and this is not how the page is first asked for."""
        return bool(self.code.raw_data or self.answer.raw_data)

    def validate(self, *given: Any, **named: Any) -> bool:
        whole: bool = super().validate(*given, **named)
        if not self.code.data and not self.answer.data:
            self.code.errors = [_("Shkruani kodin")]
            return False
        return whole


class NamedPasskeyForm(AnswerForm):
    """A new passkey of whoever has just shown their password. While something else is missing the browser is not asked yet (assets/passkeys.js)."""

    name = StringField(
        _l("Si e quani këtë çelës"),
        validators=[InputRequired(_l("Shkruani një emër për çelësin")), Length(max=LONGEST_NAME)],
    )

    def validate(self, *given: Any, **named: Any) -> bool:
        whole: bool = super().validate(*given, **named)
        if any(field.errors for field in self if field is not self.answer):
            self.answer.errors = []
        return whole


class PasskeyForm(NamedPasskeyForm):
    """A new passkey of whoever is in."""

    password = PasswordField(
        _l("Fjalëkalimi juaj"),
        validators=[InputRequired(_l("Shkruani fjalëkalimin")), Length(max=LONGEST_PASSWORD)],
    )
