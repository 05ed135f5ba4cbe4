"""Alembic's entry for cases."""

from services.cases.models import Base
from shared.migrate import run_environment

run_environment(Base.metadata)
