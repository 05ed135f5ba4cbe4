"""The register of gaps in law and of wrong practices: entering, correcting, linking cases, and how it ended."""

from services.cases.actions.gaps.acts import draft_act
from services.cases.actions.gaps.register import NewGap, change, enter, link_cases, record_outcome

__all__ = ["NewGap", "change", "draft_act", "enter", "link_cases", "record_outcome"]
