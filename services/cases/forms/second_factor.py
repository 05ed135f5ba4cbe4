"""A code of the second factor."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from shared.pages.forms import BesaForm

LONGEST = 20


class CodeForm(BesaForm):
    """Of the app; at the log-in also one of the paper."""

    code = StringField(_l("Kodi"), validators=[InputRequired(_l("Shkruani kodin")), Length(max=LONGEST)])
