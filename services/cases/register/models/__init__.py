"""The figures that are counted ahead or kept."""

from services.cases.register.models.counts import FiguresKept, FiguresSnapshot

__all__ = ["FiguresKept", "FiguresSnapshot"]
