"""Alembic's entry for notifications."""

from services.notifications.bulletins import models as bulletins
from services.notifications.comparing import models as comparing
from services.notifications.issues import models as issues
from services.notifications.library import models as library
from services.notifications.models import Base
from services.notifications.outlets import models as outlets
from shared.migrate import run_environment

#: Loading a wing's models is what puts its tables into the metadata of the service.
WINGS = (outlets, comparing, library, issues, bulletins)

run_environment(Base.metadata)
