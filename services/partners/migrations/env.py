"""Alembic's entry for partners, with the tables of its wings."""

from services.partners.activities import models as activities
from services.partners.comparing import models as comparing
from services.partners.cooperation import models as cooperation
from services.partners.models import Base
from shared.migrate import run_environment

#: Loading a wing's models is what puts its tables into the metadata of the service.
WINGS = (activities, comparing, cooperation)

run_environment(Base.metadata)
