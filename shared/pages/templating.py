"""Where templates come from, and what they may do wrong.

Our own templates run with StrictUndefined, so that a forgotten variable is an error in the first test. The macros of
GOV.UK Frontend read options that were not given on nearly every line and cannot run so: they are compiled in an overlay
of the same environment in which what is undefined is empty.
"""

from collections.abc import MutableMapping
from typing import Any

import flask
from flask_babel import lazy_gettext
from jinja2 import (
    BaseLoader,
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
)
from jinja2 import Template as JinjaTemplate
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

from shared.pages import forms
from shared.pages.statuses import status_colour

# The number of services/intake/data/urgency.yaml, which has its source. A child may dial what stands here: no sample.
HELPLINE = lazy_gettext("ALO 116 111 · linja kombëtare për fëmijë, falas, 24 orë")


class Kept(JinjaTemplate):
    """A template whose macros are kept once they were made.

    Jinja compares all globals at each import of one macro file by another, 165 times for the form of a complaint, to find that
    nothing was added: globals are the environment's here, and no template is loaded with further ones.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


def as_it_is(text: str, *_args: object, **_options: object) -> str:
    """Instead of Jinja's filter `indent`, by which GOV.UK's macros align their own source: of it a reader sees nothing."""
    return text


class LenientLoader(PackageLoader):
    """Loads a package's templates, and all that they import, into an overlay without StrictUndefined."""

    _overlay: Environment | None = None

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - jinja2's own name
    ) -> JinjaTemplate:
        """Compile `name` in the overlay of `environment`."""
        if self._overlay is None:
            self._overlay = environment.overlay(undefined=ChainableUndefined)
        return super().load(self._overlay, name, globals)


def register(app: flask.Flask) -> None:
    """Put our templates and GOV.UK's before the service's own, and give templates the names that macros need."""
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.template_class = Kept
    environment.filters["indent"] = as_it_is
    loaders: list[BaseLoader] = [
        PrefixLoader({"govuk_frontend_jinja": LenientLoader("govuk_frontend_jinja")}),
        PackageLoader("shared.pages"),
    ]
    if environment.loader is not None:
        loaders.append(environment.loader)
    environment.loader = ChoiceLoader(loaders)
    environment.filters["reveal_by_style"] = forms.reveal_by_style
    environment.globals.update(
        helpline=helpline,
        exit_page_url=exit_page_url,
        choice_items=forms.choice_items,
        error_list=forms.error_summary,
        field_error=forms.field_error,
        field_label=forms.field_label,
        hint_option=forms.hint_option,
        textarea_value=forms.textarea_value,
        status_colour=status_colour,
    )


def helpline() -> str:
    """Return the sentence in the footer: the setting HELPLINE, or the national line in the reader's language."""
    return str(flask.current_app.config["HELPLINE"] or HELPLINE)


def exit_page_url() -> str:
    """Return where the quick exit leads: the setting EXIT_PAGE_URL."""
    return str(flask.current_app.config["EXIT_PAGE_URL"])
