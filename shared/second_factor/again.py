"""The page on which somebody who is in shows a second factor again, for an act of weight (shared/step_up.py), and goes on with the act.

What was typed comes with the request and leaves with it: it stands in hidden fields of this page alone. The own fields begin with `proof_`.
"""

import re

from flask import redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from shared import access, step_up
from shared.errors import Problem
from shared.limits import TooManyError
from shared.pages.waiting import wait_words
from shared.second_factor import parts
from shared.second_factor.demands import BY_PASSKEY
from shared.second_factor.forms import SENTENCES, ProofForm, wrong_code
from shared.second_factor.house import Begun, House
from shared.words import language

OWN = "proof_"
#: A path of one of the services, as `shared.step_up` writes it, and nothing that a browser reads as another host.
_OURS = re.compile(r"/(intake|cases|partners|notifications)/[\w./?=&%+-]*\Z", re.ASCII)
LONGEST = 2000


def again(house: House) -> ResponseReturnValue:
    """Comes by GET for an act that is asked for by GET, and with all that was typed for one that is sent."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Problem(403, "not_allowed")
    form = ProofForm()
    if not form.is_sent():
        return _page(house, form), 200
    try:
        shown = _shown(house, form) if form.validate() else None
    except TooManyError as error:
        form.form_errors.append(wait_words(error.seconds))
        return _page(house, form), 429, {"Retry-After": str(error.seconds)}
    return _on(house) if shown else (_page(house, form), 422)


def _shown(house: House, form: ProofForm) -> str | None:
    begun = _who(house)
    if form.answer.data:
        if parts.answered(house, begun.owner_id, form.answer.data):
            return BY_PASSKEY
        form.form_errors.append(str(SENTENCES["passkey_refused"]))
        return None
    with parts.proof_turn(access.current()) as right:
        if shown := parts.accepted(house, begun, form.code.data or ""):
            right()
            return shown
    wrong_code(form)
    return None


def _on(house: House) -> Response:
    """To what was asked for, with all that was typed for it: 307 has the browser send it once more."""
    answer = redirect(_goal(house), 307 if _kept() else 303)
    house.proved(access.current(), answer)
    return answer


def _page(house: House, form: ProofForm) -> str:
    begun, act = _who(house), step_up.act_of(request.args.get("act", ""))
    name = (act.name_sq if language() == "sq" else act.name_en) if act else None
    return render_template(
        "besa/again.html", form=form, kept=_kept(), act=name, asked=parts.asked(house, begun.owner_id), lost=house.lost,
        has_one=parts.is_on(house, begun.owner_id), only_passkey=parts.only_passkey(house, begun),
        action=request.full_path if request.query_string else request.path,
    )  # fmt: skip


def _who(house: House) -> Begun:
    by = access.current()
    return Begun(by.person, None, house.demand(by))


def _kept() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.form.items(multi=True) if not name.startswith(OWN)]


def _goal(house: House) -> str:
    asked = request.args.get("to", "")
    return asked if len(asked) <= LONGEST and _OURS.match(asked) else url_for(house.back)


def exempt(state: BlueprintSetupState) -> None:
    """What comes from another service's page has that service's form token. No other site can send anything here as this person: the
    cookies of log-ins are not sent along (SameSite), and `again` looks where the request is from.
    """
    state.app.extensions["csrf"].exempt(state.app.view_functions["second_step_again.again"])
