"""The register of gaps in law and of wrong practices: entering, correcting, linking cases, and how it ended."""

from services.cases.gaps.actions.acts import draft_act
from services.cases.gaps.actions.register import NewGap, change, enter, link_cases, record_outcome

__all__ = ["NewGap", "change", "draft_act", "enter", "link_cases", "record_outcome"]
