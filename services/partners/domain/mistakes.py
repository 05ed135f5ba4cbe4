"""When a delivery on paper may be taken back, because it was recorded by mistake."""

from datetime import date
from uuid import UUID

from services.partners.domain.post_book import OnPaper, check_day
from shared.rules import ContentViolation, RuleViolation


def check_shown(*, comes_back: bool, needs_proof: bool, back: bool, proof: bool) -> None:
    """Refuses a mistake without what shows it: `comes_back`, `needs_proof`: what its ground asks for; `back`, `proof`: what was told. Raises
    `ContentViolation` (422).
    """
    if comes_back and not back:
        raise ContentViolation("on which day it came back, and why", code="needs_return", field="back")
    if back and not comes_back:
        raise ContentViolation("by this ground it did not come back", code="not_back", field="ground")
    if needs_proof and not proof:
        raise ContentViolation("the file that shows it", code="needs_proof", field="proof")


def check_mistake(letter: OnPaper, *, has_it: bool, elsewhere: bool, back_on: date | None, today: date) -> None:
    """Refuses to take back what is no recorded delivery, what its body has, as it showed itself (`has_it`), and, where it would be on its way
    again, what goes another time already (`elsewhere`).
    """
    if letter.state != "delivered" or letter.sent_on is None:
        raise RuleViolation("it was not recorded as delivered", code="not_delivered")
    if letter.doubted:
        raise RuleViolation("it waits for a second person", code="doubt_waits")
    check_takes_back(has_it=has_it, elsewhere=elsewhere, back_on=back_on)
    if back_on is not None:
        check_day(back_on, letter.sent_on, today)


def check_takes_back(*, has_it: bool, elsewhere: bool, back_on: date | None) -> None:
    """Refuses as above, also when a second person looks: the body may have shown meanwhile that it has the letter."""
    if has_it:
        raise RuleViolation("its body showed that it has the letter", code="has_it")
    if elsewhere and back_on is None:
        raise RuleViolation("this letter is sent anew already", code="goes_anew")


def check_look_at_mistake(*, told_by: UUID | None, looks: UUID) -> None:
    """Refuses the look of who says that it was a mistake."""
    if told_by == looks:
        raise RuleViolation("another person than who recorded it looks at it", code="same_person")
