"""The figures that are counted ahead or kept."""

from services.cases.register.models.figures import FiguresKept, FiguresSnapshot

__all__ = ["FiguresKept", "FiguresSnapshot"]
