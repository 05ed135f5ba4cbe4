"""The addresses of these pages in one service, each with its rule of access."""

from functools import partial, wraps
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from shared import access, step_up
from shared.second_factor import again, at_log_in, own, parts
from shared.second_factor.house import House, View

BOTH, SENT = ["GET", "POST"], ["POST"]


def blueprints(house: House) -> tuple[Blueprint, ...]:
    """Named alike in each service: `second_factor`, `passkeys`, `second_step` and `second_step_again`."""
    names = ("second_factor", "passkeys", "second_step", "second_step_again")
    app, keys, step, once_more = (Blueprint(name, __name__) for name in names)
    for made, rule, path, name, view, methods in (
        (app, house.rule, f"{house.path}/second-factor", "second_factor", own.second_factor, BOTH),
        (app, house.rule, f"{house.path}/second-factor/offer", "offer", own.offer, SENT),
        (keys, house.rule, f"{house.path}/passkeys", "own", own.own_passkeys, BOTH),
        (keys, house.rule, f"{house.path}/passkeys/<uuid:passkey_id>/removal", "remove", own.remove, SENT),
        (once_more, house.rule, house.proof, "again", again.again, BOTH),
        (step, access.public, "/login/code", "code", at_log_in.code, BOTH),
        (step, access.public, "/login/passkey", "passkey", at_log_in.passkey, SENT),
        (step, access.public, "/login/second-factor", "enrol", at_log_in.enrol, BOTH),
        (step, access.public, "/login/second-factor/passkey", "enrol_passkey", at_log_in.enrol_passkey, SENT),
        (step, access.public, "/login/second-factor/offer", "offer", at_log_in.offer, SENT),
    ):
        made.add_url_rule(path, name, rule(_in(house, view)), methods=methods)
    once_more.record_once(again.exempt)
    once_more.record_once(lambda state: state.app.extensions.update({step_up.HAS_ONE: partial(parts.is_on, house)}))
    return app, keys, step, once_more


def _in(house: House, view: View) -> View:
    @wraps(view)
    def of_house(**named: Any) -> ResponseReturnValue:
        return view(house, **named)

    return of_house
