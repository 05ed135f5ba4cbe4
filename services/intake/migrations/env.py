"""Alembic's entry for intake."""

from services.intake.consultations import models as consultations
from services.intake.models import Base
from shared.migrate import run_environment

#: Loading a wing's models is what puts its tables into the metadata of the service.
WINGS = (consultations,)

run_environment(Base.metadata)
