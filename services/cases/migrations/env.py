"""Alembic's entry for cases."""

from services.cases import models
from services.cases.activities import models as activities
from services.cases.agreements import models as agreements
from services.cases.commitments import models as commitments
from services.cases.duty import models as duty
from services.cases.gaps import models as gaps
from services.cases.incoming import models as incoming
from services.cases.indicators import models as indicators
from services.cases.office import models as office
from services.cases.open_data import models as open_data
from services.cases.register import models as register
from services.cases.reports import models as reports
from services.cases.rescues import models as rescues
from services.cases.visits import models as visits
from shared.migrate import run_environment

#: Loading a wing's models is what puts its tables into the metadata of the service.
WINGS = (
    gaps,
    visits,
    indicators,
    reports,
    commitments,
    duty,
    incoming,
    register,
    rescues,
    office,
    activities,
    agreements,
    open_data,
)

run_environment(models.Base.metadata)
