"""What people decide about subjects that are stuck. Each needs a reason."""

from flask_babel import lazy_gettext
from wtforms import IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from shared.freeing import table
from shared.pages.forms import BesaForm, SelectChoice

LONGEST_REASON = 500
_REASON = lazy_gettext("Arsyeja")
_WHOLE = lazy_gettext("Shkruani një numër të plotë, 1 ose më të madh.")
_NEEDED = InputRequired(lazy_gettext("Shkruani arsyen."))


class StepForm(BesaForm):
    """What is to become of a subject that does not go on by itself."""

    what = RadioField(
        lazy_gettext("Çfarë duhet bërë"),
        choices=[SelectChoice(name, step.choice) for name, step in table.chosen().items()],
        validators=[InputRequired(lazy_gettext("Zgjidhni çfarë duhet bërë."))],
    )
    reason = TextAreaField(_REASON, validators=[_NEEDED, Length(max=LONGEST_REASON)])


class DiscardForm(BesaForm):
    """Why a parked event is given up."""

    reason = TextAreaField(_REASON, validators=[_NEEDED, Length(max=LONGEST_REASON)])


class EpochForm(BesaForm):
    """Which epoch of which publisher is true, where it announced a later one and never began it."""

    publisher = SelectField(lazy_gettext("Botuesi"), validators=[InputRequired(lazy_gettext("Zgjidhni botuesin."))])
    epoch = IntegerField(
        lazy_gettext("Epoka e vërtetë"),
        validators=[InputRequired(_WHOLE), NumberRange(min=1, max=2**62, message=_WHOLE)],
    )
    reason = TextAreaField(_REASON, validators=[_NEEDED, Length(max=LONGEST_REASON)])
