"""Alembic's entry for partners."""

from services.partners.models import Base
from shared.migrate import run_environment

run_environment(Base.metadata)
