"""The tables of gaps and of patterns."""

from services.cases.gaps.models.gaps import Gap, GapAct, GapBody, GapCase, GapOutcome
from services.cases.gaps.models.patterns import PatternCase, PatternProposal
from services.cases.gaps.models.stages import GapStage

__all__ = ["Gap", "GapAct", "GapBody", "GapCase", "GapOutcome", "GapStage", "PatternCase", "PatternProposal"]
