"""The life of an act: drafted, approved by a second person for exactly this content, issued, and from then on fixed.

What was signed is never edited: a better text supersedes it, a wrong one is withdrawn, and both stay in the record.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from enum import StrEnum

from services.cases.domain.bodies import Id
from shared.rules import ContentViolation, RuleViolation


class ActStatus(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    ISSUED = "issued"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


class Fell(StrEnum):
    """Why an approval fell, though nobody changed a word: what its second person did not know of."""

    COMPLAINT_JOINED = "complaint_joined"
    NAMES_SOMEONE = "names_someone"
    FACTS_CHANGED = "facts_changed"


#: How a refused issue says it.
FELL = {
    Fell.COMPLAINT_JOINED: "issue.approval_fell_joined",
    Fell.NAMES_SOMEONE: "issue.approval_fell_names",
    Fell.FACTS_CHANGED: "issue.approval_fell_facts",
}


class ActStep(StrEnum):
    EDIT = "edit"
    APPROVE = "approve"
    ISSUE = "issue"
    SUPERSEDE = "supersede"
    WITHDRAW = "withdraw"
    DISCARD = "discard"


#: The whole life of an act. An edit voids the approval: APPROVED + EDIT is DRAFT.
ACT_STEPS: dict[tuple[ActStatus, ActStep], ActStatus] = {
    (ActStatus.DRAFT, ActStep.EDIT): ActStatus.DRAFT,
    (ActStatus.DRAFT, ActStep.APPROVE): ActStatus.APPROVED,
    (ActStatus.DRAFT, ActStep.DISCARD): ActStatus.DISCARDED,
    (ActStatus.APPROVED, ActStep.EDIT): ActStatus.DRAFT,
    (ActStatus.APPROVED, ActStep.ISSUE): ActStatus.ISSUED,
    (ActStatus.APPROVED, ActStep.DISCARD): ActStatus.DISCARDED,
    (ActStatus.ISSUED, ActStep.SUPERSEDE): ActStatus.SUPERSEDED,
    (ActStatus.ISSUED, ActStep.WITHDRAW): ActStatus.WITHDRAWN,
}


#: The life of an act of a kind that needs no second person (kinds.yaml, approval: none).
ALONE_STEPS: dict[tuple[ActStatus, ActStep], ActStatus] = {
    **{move: target for move, target in ACT_STEPS.items() if ActStatus.APPROVED not in (move[0], target)},
    (ActStatus.DRAFT, ActStep.ISSUE): ActStatus.ISSUED,
}


def legal_act_steps(status: ActStatus, *, alone: bool = False) -> tuple[ActStep, ...]:
    """`alone`: the kind needs no second person."""
    return tuple(step for step in ActStep if (status, step) in (ALONE_STEPS if alone else ACT_STEPS))


def after_act(status: ActStatus, step: ActStep, *, alone: bool = False) -> ActStatus:
    """The status once the step is taken; refuses a step out of order and names the legal ones."""
    try:
        return (ALONE_STEPS if alone else ACT_STEPS)[status, step]
    except KeyError:
        legal = legal_act_steps(status, alone=alone)
        raise RuleViolation(f"an act that is {status} cannot {step}", code="act.step_not_legal", legal=legal) from None


#: Whole numbers beyond this are not the same number in every JSON reader (RFC 8785, section 3.2.2.3; RFC 7493).
_LARGEST = 2**53 - 1


def _fault(value: object) -> tuple[str, str] | None:
    """What keeps a single value from being signed: (code, message)."""
    if isinstance(value, int) and abs(value) > _LARGEST:
        return "content.bad_number", "a number is too large to be signed"
    if isinstance(value, str) and any("\ud800" <= letter <= "\udfff" for letter in value):
        return "content.bad_text", "half a character cannot be signed"
    if value is not None and not isinstance(value, (int, str)):
        return "content.bad_type", "only text, whole numbers, lists and fields can be signed"
    return None


def _check_value(value: object, path: str) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise ContentViolation("names of fields are ASCII text", code="content.bad_key", field=path)
            _check_value(inner, f"{path}.{key}".lstrip("."))
    elif isinstance(value, (list, tuple)):
        for place, inner in enumerate(value):
            _check_value(inner, f"{path}.{place}")
    elif fault := _fault(value):
        raise ContentViolation(fault[1], code=fault[0], field=path)


def canonical(content: Mapping[str, object]) -> bytes:
    """The one way to write this content down: the bytes of RFC 8785 for the value types that an act is made of.

    Text, whole numbers up to 2^53 - 1, true/false, null, lists, and mappings with ASCII keys; anything else (fractions,
    dates, keys that sort differently in UTF-16) is refused, because for those the standard library writes other bytes.
    """
    _check_value(dict(content), "")
    return json.dumps(dict(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def content_hash(content: Mapping[str, object]) -> str:
    """SHA-256 (64 hex digits) of the canonical content: what the second person approves and what is issued."""
    return hashlib.sha256(canonical(content)).hexdigest()


def check_approval(*, authors: Collection[Id], approver: Id, seen_hash: str, current_hash: str) -> None:
    """Four eyes on one text: refuses an approval by anyone who wrote in it, and one of a text that has changed since."""
    if str(approver) in {str(author) for author in authors}:
        raise RuleViolation("nobody approves what they wrote", code="approval.own_work")
    if seen_hash != current_hash:
        raise RuleViolation("the text has changed since it was read", code="approval.other_content")


def is_told(approved: str | None, now: str) -> bool:
    """Whether what a letter recounts is what was approved with it; unknown of an approval from before that was kept."""
    return approved is None or approved == now


def check_fell(fell: str | None) -> None:
    """Refuses to issue what was approved before something arrived that nobody knew of, and says what."""
    if fell is not None:
        raise RuleViolation("the approval fell", code=FELL[Fell(fell)], legal=(ActStep.APPROVE,))


def check_issue(*, approved_hash: str | None, current_hash: str) -> None:
    """Refuses to issue anything but the approved content."""
    if approved_hash is None:
        raise RuleViolation("nobody has approved this", code="issue.not_approved", legal=(ActStep.APPROVE,))
    if approved_hash != current_hash:
        raise RuleViolation("this is not what was approved", code="issue.other_content", legal=(ActStep.APPROVE,))


def check_withdrawal(reason: str) -> None:
    if not reason.strip():
        raise ContentViolation("a withdrawal gives its reason", code="withdrawal.no_reason", field="reason")


def check_superseding(old_kind: str, new_kind: str, new_status: ActStatus) -> None:
    """An act gives way to one of the same kind that is issued; otherwise a body would for a time owe nothing, or twice."""
    if old_kind != new_kind:
        raise RuleViolation("an act is superseded by one of its kind", code="superseding.other_kind")
    if new_status is not ActStatus.ISSUED:
        raise RuleViolation("the new act is issued first", code="superseding.not_issued", legal=(ActStep.ISSUE,))
