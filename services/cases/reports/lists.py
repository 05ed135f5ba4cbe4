"""The lists of reports: by what they may be narrowed, said once for API, page, links and cursor."""

from dataclasses import dataclass
from typing import Annotated

from flask_babel import lazy_gettext as _l

from services.cases.reports import words
from services.cases.reports.models import Report
from shared.lists import Filter, Listing


@dataclass(frozen=True, kw_only=True)
class ReportListing(Listing):
    """All reports, the newest first."""

    kind: Annotated[str | None, Filter(Report.kind, _l("Lloji"), words.KINDS)] = None
    state: Annotated[str | None, Filter(Report.state, _l("Gjendja"), words.STATES)] = None


@dataclass(frozen=True, kw_only=True)
class PublicReportListing(Listing):
    """Published reports, the newest first."""

    kind: Annotated[str | None, Filter(Report.kind, _l("Lloji"), words.KINDS)] = None
