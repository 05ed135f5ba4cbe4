"""A joint act: others sign it besides the office, and it is issued only when all of them have signed exactly what is issued."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from services.cases.domain.checks import says_why
from shared.rules import ContentViolation, RuleViolation


@dataclass(frozen=True)
class Signature:
    """Of one cosigner, under one content."""

    cosigner: str
    content_hash: str
    withdrawn: bool

    def stands(self, content_hash: str) -> bool:
        return not self.withdrawn and self.content_hash == content_hash


def unsigned(cosigners: Iterable[str], signatures: Collection[Signature], content_hash: str) -> tuple[str, ...]:
    """Who has not signed this content, in the order of the act."""
    signed = {one.cosigner for one in signatures if one.stands(content_hash)}
    return tuple(one for one in cosigners if one not in signed)


def check_issue(cosigners: Iterable[str], signatures: Collection[Signature], content_hash: str) -> None:
    """Raises `RuleViolation` until all have signed it."""
    if missing := unsigned(cosigners, signatures, content_hash):
        raise RuleViolation(f"not signed by: {', '.join(missing)}", code="issue.unsigned")


def check_open(*, is_open: bool) -> None:
    """Raises `RuleViolation`: of what was issued no signature comes or goes."""
    if not is_open:
        raise RuleViolation("the act is issued, or was dropped", code="joint.not_open")


def check_signing(
    cosigner: str,
    cosigners: Collection[str],
    signatures: Collection[Signature],
    *,
    seen_hash: str,
    content_hash: str,
    signed_on: date,
    evidence: str,
    written_on: date,
    today: date,
) -> None:
    """`written_on`: since when it says that. Raises `ContentViolation` at its field, `RuleViolation` for another content than the one that stands, and for a second signature."""
    if cosigner not in cosigners:
        raise ContentViolation("not one of its cosigners", code="joint.stranger", field="cosigner")
    if not says_why(evidence):
        raise ContentViolation("it says nothing", code="joint.no_evidence", field="evidence")
    if signed_on > today:
        raise ContentViolation("the day is to come", code="joint.to_come", field="signed_on")
    if seen_hash != content_hash:
        raise RuleViolation("the text is another by now", code="joint.other_text")
    if signed_on < written_on:
        raise ContentViolation("there was no such text yet", code="joint.before_the_text", field="signed_on")
    if cosigner not in unsigned(cosigners, signatures, content_hash):
        raise RuleViolation("it has signed", code="joint.signed")
