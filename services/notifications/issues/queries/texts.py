"""The texts of an issue that are compared with the sealed files before anybody reads them."""

from services.notifications.comparing.queries import Text
from services.notifications.issues.models import Issue


def of_issue(issue: Issue) -> Text:
    """The introductions; what an issue tells besides was compared where it comes from."""
    return Text("issue", issue.id, {one.language: one.words for one in issue.texts})


def of_withdrawal(issue: Issue) -> Text:
    """Why it was withdrawn."""
    return Text("withdrawal", issue.id, {"reason": issue.reason or ""})
