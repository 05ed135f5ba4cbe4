"""Conditions of indexes of what bodies owe, as the database reads them: each list and timer asks in the words of its index."""

from services.cases.domain.obligations import UNFOUND

#: That nobody found how it turned out.
_UNFOUND = "assessed IN (" + ", ".join(f"'{word}'" for word in UNFOUND) + ")"
#: What an officer has to look at, each the condition of an index: words of the facts as they stand in the rows.
TO_VERIFY = "closed_on IS NULL AND claimed = 'implemented' AND " + _UNFOUND
SILENT_SINCE = "closed_on IS NULL AND reply IN ('accepted', 'accepted_in_part') AND NOT spoke"
DENIED = "closed_on IS NULL AND confirmed = 'no' AND assessed = 'not_assessed'"
TO_CHECK = "closed_on IS NULL AND next_check IS NOT NULL"
#: What a body said that the office has not weighed yet, by the words of the reply.
_UNWEIGHED = f"closed_on IS NULL AND {_UNFOUND} AND insufficient_on IS NULL AND ladder_ended_on IS NULL AND reply "
#: `Obligation.refusal_waits`; what a court or a prosecutor has waits for that first.
REFUSED = _UNWEIGHED + "IN ('refused_with_reasons', 'refused_without_reasons') AND refusal_left_on IS NULL"
NOT_COMPETENT = _UNWEIGHED + "= 'not_competent'"
FORWARDED = _UNWEIGHED + "= 'forwarded'"
#: Whether its body asked back, and the office has not answered.
QUESTION_OPEN = "closed_on IS NULL AND question_id IS NOT NULL"
#: Its body named a day that does not count unless the office gives it.
DAY_ASKED = "closed_on IS NULL AND asked_date IS NOT NULL AND " + _UNFOUND
#: A court or a prosecutor has its matter: nothing can be asked of its body meanwhile.
HELD = "closed_on IS NULL AND held_since IS NOT NULL"
#: Of an accepted item, that its day passed and was not told: the condition of an index.
PROMISE_UNTOLD = (
    f"closed_on IS NULL AND reply IN ('accepted', 'accepted_in_part') AND {_UNFOUND}"
    " AND told_promised IS DISTINCT FROM implementation_due"
)
#: That its body knows another day by which it is to be done, or none, or does not know that a day it asks for is undecided: the condition
#: of an index.
DAY_UNTOLD = (
    "told_by_when IS DISTINCT FROM implementation_due OR (closed_on IS NULL AND told_asked IS DISTINCT FROM asked_date)"
)
#: Of which whoever complained was told that a day passed its body by: the condition of an index.
ACCUSED = "told_state IN ('no_reply', 'day_passed', 'promise_broken') AND closed_on IS NULL AND held_since IS NULL"
#: Every obligation that may be looked at: by which of them, `lists/attention.py` narrows further what no index can.
ATTENTION = {
    "to_verify": TO_VERIFY,
    "said_nothing": SILENT_SINCE,
    "check_overdue": TO_CHECK,
    "denied": DENIED,
    "refused": REFUSED,
    "not_competent": NOT_COMPETENT,
    "forwarded": FORWARDED,
    "extension_asked": "closed_on IS NULL AND answered_on IS NULL",
    "clarification_asked": QUESTION_OPEN,
    "day_asked": DAY_ASKED,
    "held": HELD,
}
