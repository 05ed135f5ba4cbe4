"""The box on top of every page, as the page of the answers reads it."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from shared.pages.forms import BesaForm


class SearchForm(BesaForm):
    """Its field is the box itself, so that an error leads there."""

    q = StringField(_l("Çfarë kërkoni"), id="staff-search")
