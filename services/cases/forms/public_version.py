"""What the public is to read of an act."""

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from services.cases.forms.case import LONGEST_TEXT
from shared.pages.forms import BesaForm

MOST_ITEMS = 50


class PublicVersionForm(BesaForm):
    """Title, grounds, and a text for each item of the letter."""

    title = StringField(_l("Titulli"), validators=[InputRequired(_l("Shkruani titullin")), Length(max=200)])
    grounds = TextAreaField(
        _l("Arsyet"),
        description=_l("Pa emra, pa numra dhe pa hollësi nga të cilat njihet një fëmijë."),
        validators=[Length(max=LONGEST_TEXT)],
    )
    items = FieldList(
        TextAreaField(
            _l("Çfarë u kërkua"), validators=[InputRequired(_l("Shkruani çfarë u kërkua")), Length(max=LONGEST_TEXT)]
        ),
        max_entries=MOST_ITEMS,
    )
