"""Who is who in a complaint, and what may be said about how it came. Complainant, child and representative are distinct."""

from datetime import date
from typing import Protocol

from services.intake.domain.terms import Term, last_day
from shared.rules import ContentViolation, RuleViolation


class Person(Protocol):
    """Somebody in the file. `known`: by a name, or by a way to reach them."""

    @property
    def role(self) -> str | None: ...

    @property
    def known(self) -> bool: ...


def is_anonymous(submitter: Person, child: Person, representative: Person | None) -> bool:
    """No name and no way to reach anyone who stands behind the complaint. The receipt code reaches nobody by itself.

    The name of the child counts only where the child complains: another child's name does not say who wrote.
    """
    by_child = submitter.role == "child" and child.known
    return not (submitter.known or by_child or (representative is not None and representative.known))


def check_reader(*, shut_out: bool) -> None:
    """Raise `RuleViolation` for words to a complainant who is shut out for a conflict with the child: the code opens nothing, so
    that they would be taken and read by nobody.
    """
    if shut_out:
        raise RuleViolation("the mailbox is shut, nobody reads it", code="mailbox_shut", legal=("guardian-conflict",))


def check_office(channel: str, office: str | None) -> None:
    """Raise `ContentViolation`: what a regional office passed on names the office, and nothing else does."""
    if channel == "regional_office" and office is None:
        raise ContentViolation("which regional office passed it on", code="missing", field="regional_office")
    if channel != "regional_office" and office is not None:
        raise ContentViolation("it did not come by an office", code="not_for_this_channel", field="regional_office")


def received_day(given: date | None, *, entered_by: str, today: date, late: Term) -> date:
    """The day from which the office's term counts. Raises `ContentViolation`.

    `given` is for what reached the office before someone typed it in: a letter, or what a regional office took down; `late`
    says how long before.
    """
    if given is None or given == today:
        return today
    if entered_by != "staff":
        raise ContentViolation("the form arrives when it is sent", code="not_for_this_channel", field="received_on")
    if given > today:
        raise ContentViolation("that day has not come", code="in_the_future", field="received_on")
    if last_day(late, given) < today:
        raise ContentViolation("too long ago", code="too_old", field="received_on")
    return given


def check_advice(way_out: str | None, redirect_to: object) -> None:
    """Raise `ContentViolation`: counselling shows one way, or names the body that the matter belongs to."""
    if way_out is None and redirect_to is None:
        raise ContentViolation("which way was shown", code="missing", field="way_out")
    if way_out is not None and redirect_to is not None:
        raise ContentViolation("a way or a body, not both", code="named_twice", field="redirect_to")
