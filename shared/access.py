"""Who may call a route. Every view carries its rule; a view without one does not start."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Flask, g, request
from flask.typing import ResponseReturnValue

from shared import metrics
from shared.errors import Problem
from shared.principal import Principal

View = TypeVar("View", bound=Callable[..., Any])
PARTNER_ROLES = ("partner_user", "partner_admin", "partner_machine", "partner_link")


@dataclass(frozen=True)
class Rule:
    """`kinds` may call; of staff and partners those with one of `roles` (all if empty); machines need `scope`."""

    kinds: frozenset[str]
    roles: frozenset[str] = field(default_factory=frozenset)
    scope: str | None = None
    #: Whether pages of any site may ask (CORS): what anybody is told alike, without a session or a code.
    sites: bool = False
    #: Whether it is looked up who calls: health is told without asking the database for anything.
    asks: bool = True

    def allows(self, principal: Principal) -> bool:
        if "public" in self.kinds:
            return True
        if principal.kind not in self.kinds:
            return False
        if principal.kind == "complainant" or not self.roles & _roles_of(principal.kind):
            return self._scoped(principal)
        return bool(self.roles & principal.roles) and self._scoped(principal)

    def _scoped(self, principal: Principal) -> bool:
        return self.scope is None or "partner_machine" not in principal.roles or self.scope in principal.scopes


def _roles_of(kind: str) -> frozenset[str]:
    partner = frozenset(PARTNER_ROLES)
    return partner if kind == "partner" else STAFF - partner


STAFF = frozenset(
    {"intake_officer", "case_officer", "approver", "commissioner", "monitor", "publisher", "auditor", "admin"}
)


def _ruled(rule: Rule) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access = rule  # type: ignore[attr-defined]  # a view carries its rule
        return view

    return mark


#: Anyone, signed in or not.
public = _ruled(Rule(frozenset({"public"})))
#: The same, and from pages of any site: a reading of what is published, of which nothing depends on who reads.
any_site = _ruled(Rule(frozenset({"public"}), sites=True))
#: Anyone, where nobody is to wait for the database that knows who they are.
unasked = _ruled(Rule(frozenset({"public"}), asks=False))
#: Whoever holds the receipt code of a complaint.
complainant = _ruled(Rule(frozenset({"complainant"})))


def staff(*roles: str) -> Callable[[View], View]:
    """Staff with one of `roles`; any staff if none is named."""
    return _ruled(Rule(frozenset({"staff"}), _checked(roles)))


def partner(scope: str | None = None, *roles: str) -> Callable[[View], View]:
    """People and machines of an institution; machines need `scope`."""
    return _ruled(Rule(frozenset({"partner"}), _checked(roles), scope))


def signed_in(scope: str | None = None) -> Callable[[View], View]:
    """Staff and partners alike."""
    return _ruled(Rule(frozenset({"staff", "partner"}), frozenset(), scope))


def _checked(roles: tuple[str, ...]) -> frozenset[str]:
    if unknown := set(roles) - STAFF - set(PARTNER_ROLES):
        raise TypeError(f"no such role: {sorted(unknown)}")
    return frozenset(roles)


def current() -> Principal:
    """Who asks, in this request."""
    principal: Principal = g.principal
    return principal


#: Finds who asks, from this request's credentials, or None. `cookies` says whether cookies count: on pages only,
#: so that the API needs no protection against forged forms.
Authenticator = Callable[[bool], Principal | None]


def guard(app: Flask, authenticators: list[Authenticator], is_api: Callable[[], bool]) -> None:
    """Put the rule of each view in front of it."""

    def check() -> ResponseReturnValue | None:
        g.principal = Principal()
        if request.endpoint is None:
            return None
        rule: Rule = app.view_functions[request.endpoint].access  # type: ignore[union-attr]  # a view carries its rule
        if not rule.asks:
            return None
        for authenticator in authenticators:
            if found := authenticator(not is_api()):
                g.principal = found
                if rule.allows(found):
                    break
        if rule.allows(g.principal):
            return None
        return _refuse(app, rule, is_api())

    app.before_request(check)


def _refuse(app: Flask, rule: Rule, api: bool) -> ResponseReturnValue:
    anonymous = g.principal.kind == "public"
    metrics.AUTHZ_DENIED.labels(app.name, "no_credential" if anonymous else "not_allowed").inc()
    if anonymous:
        raise Problem(401, "not_signed_in", kinds=rule.kinds, page=not api)
    raise Problem(403, "not_allowed")


def unruled(app: Flask) -> list[str]:
    """The endpoints without a rule."""
    return sorted(name for name, view in app.view_functions.items() if not hasattr(view, "access"))
