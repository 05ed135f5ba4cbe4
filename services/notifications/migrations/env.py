"""Alembic's entry for notifications."""

from services.notifications.models import Base
from shared.migrate import run_environment

run_environment(Base.metadata)
