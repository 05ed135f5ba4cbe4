"""Every event of the system. An event says that something happened: ids, closed codes, dates, numbers, digests.

Never free text, never a person: what must be read is a document in the document store, and the event carries its name.
A published version is never changed; what is added is optional; else a `.v2` stands beside it for a while.
"""

# The catalogue is what its files hold: whoever adds an event names it once.
from shared.events.catalogue.accounts import *  # noqa: F403 - as above
from shared.events.catalogue.cases import *  # noqa: F403 - as above
from shared.events.catalogue.codes import *  # noqa: F403 - as above
from shared.events.catalogue.cooperation import *  # noqa: F403 - as above
from shared.events.catalogue.decisions import *  # noqa: F403 - as above
from shared.events.catalogue.holds import *  # noqa: F403 - as above
from shared.events.catalogue.intake import *  # noqa: F403 - as above
from shared.events.catalogue.notifications import *  # noqa: F403 - as above
from shared.events.catalogue.obligations import *  # noqa: F403 - as above
from shared.events.catalogue.partners import *  # noqa: F403 - as above
from shared.events.catalogue.standings import *  # noqa: F403 - as above
from shared.events.catalogue.texts import *  # noqa: F403 - as above
from shared.events.catalogue.trails import *  # noqa: F403 - as above
