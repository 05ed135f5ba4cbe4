"""The figures that are counted ahead or kept."""

from services.cases.register.models.figures import ChildrenKept, FiguresKept, FiguresSnapshot, FiguresTurn

__all__ = ["ChildrenKept", "FiguresKept", "FiguresSnapshot", "FiguresTurn"]
