"""The list of consultations: by what it may be narrowed, said once for API, page, links and cursor."""

from dataclasses import dataclass
from typing import Annotated

from flask_babel import lazy_gettext as _l

from services.intake.consultations.models import Consultation
from services.intake.consultations.words import GROUPS
from shared.lists import Filter, Listing


@dataclass(frozen=True, kw_only=True)
class ConsultationListing(Listing):
    """Consultations, the newest first."""

    group: Annotated[str | None, Filter(Consultation.asked_group, _l("Kush pyetet"), GROUPS)] = None
