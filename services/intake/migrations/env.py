"""Alembic's entry for intake."""

from services.intake.models import Base
from shared.migrate import run_environment

run_environment(Base.metadata)
