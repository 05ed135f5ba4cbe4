"""The second factor of one's own account: whether there is one, and setting it up."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases.actions import factors
from services.cases.forms.second_factor import CodeForm
from services.cases.pages import factor_parts, letting_in
from services.cases.pages.acting import see
from shared import access
from shared.clock import utc_now
from shared.platform import platform

blueprint = Blueprint("second_factor", __name__)


@blueprint.route("/staff/account/second-factor", methods=["GET", "POST"])
@access.staff()
def second_factor() -> ResponseReturnValue:
    """Its state; sending a code of what is offered turns it on, and shows the recovery codes this once."""
    form, by = CodeForm(), access.current()
    if form.validate_on_submit():
        factor_parts.count_try(by.person)
        key, now = letting_in.terms().factor_key, utc_now()
        codes = platform().database.run(
            lambda session: factors.confirm(by, session, form.code.data or "", key, now=now)
        )
        if codes:
            return render_template("cases/recovery_codes.html", codes=codes, goal=url_for("account.account"))
        form.code.errors = [_("Ky kod nuk vlen. Shikoni kodin e tanishëm në aplikacion.")]
    return _page(form), 422 if form.errors else 200


@blueprint.post("/staff/account/second-factor/offer")
@access.staff()
def offer() -> ResponseReturnValue:
    factor_parts.offer(access.current())
    return see(url_for("second_factor.second_factor"))


def _page(form: CodeForm) -> str:
    by = access.current()
    with platform().database.reading() as session:
        on, left = factors.has_app(session, by.person), factors.codes_left(session, by.person)
    return render_template(
        "cases/second_factor.html", form=form, on=on, left=left, offered=factor_parts.offered(by),
        begin=url_for("second_factor.offer"), back=url_for("account.account"), intro=None,
    )  # fmt: skip
