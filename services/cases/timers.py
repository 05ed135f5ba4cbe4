"""Work of cases that is due by the clock."""

from datetime import datetime

from services.cases.actions import (
    assignments,
    came_back,
    clock_changes,
    closings,
    confirmations,
    days_told,
    deliveries,
    drafts,
    escalations,
    exclusions,
    finding_letters,
    going_on,
    holds,
    log_ins,
    messages,
    moots,
    notices_before,
    outgoing,
    public_versions,
    publications,
    publicity,
    sessions,
    silences,
    standings,
    told_moots,
    told_ways,
    untrue_letters,
)
from shared import metrics
from shared.files import taking
from shared.platform import Platform
from shared.principal import service
from shared.staff_sessions import idle
from shared.timers import Timers, each_apart

timers = Timers()
CASES = service("cases")


@timers.every(seconds=60)
def deem_delivered(platform: Platform, now: datetime) -> None:
    """Count letters as delivered of which the true day did not become known in the days that their term gives."""
    while True:
        with platform.database.transaction() as session:
            if deliveries.deem(CASES, session, now=now) < deliveries.BATCH:
                return


@timers.every(seconds=15)
def announce_overdue(platform: Platform, now: datetime) -> None:
    """Tell the other services of each last day that passed, once, from the first instant after it."""
    while True:
        with platform.database.transaction() as session:
            if silences.announce(CASES, session, now=now) < silences.BATCH:
                return


@timers.every(seconds=15)
def take_back(platform: Platform, now: datetime) -> None:
    """Tell complainants of each last day that did not pass a body by after all, where they were told that it did."""
    while True:
        with platform.database.transaction() as session:
            if standings.take_back(session, now=now) < standings.BATCH:
                return


@timers.every(seconds=5)
def end_idle_sessions(platform: Platform, now: datetime) -> None:
    """Log out whoever used nothing of the platform for the time that the settings give."""
    unused = idle(platform.settings)
    while platform.database.run(lambda session: sessions.end_idle(CASES, session, unused, now=now)) == sessions.BATCH:
        pass


@timers.every(seconds=5)
def end_unsecured_sessions(platform: Platform, now: datetime) -> None:
    """Log out whoever came in before a second factor was asked of them and has none."""
    terms = sessions.terms_of(platform.settings, "")
    if terms.factor_required:
        platform.database.run(lambda session: log_ins.end_lacking(CASES, session, terms, now=now))


@timers.every(seconds=3600)
def tell_walls(platform: Platform, now: datetime) -> None:
    """Tell of the walls of which nobody was told."""
    del now
    with platform.database.transaction() as session:
        exclusions.tell_untold(session)


@timers.every(seconds=3600)
def tell_assignments(platform: Platform, now: datetime) -> None:
    """Tell of the officers of whom nobody was told."""
    del now
    while True:
        with platform.database.transaction() as session:
            if assignments.tell_untold(session) < assignments.BATCH:
                return


@timers.every(seconds=3600)
def hold_unheld(platform: Platform, now: datetime) -> None:
    """Stop the clocks that run though a court or a prosecutor has the matter."""
    while platform.database.run(lambda session: holds.hold_unheld(CASES, session, now=now)):
        pass


@timers.every(seconds=300)
def tell_followed(platform: Platform, now: datetime) -> None:
    """Tell the complainants of closed cases that steps toward a body go on, or that the last of them ended."""
    while True:
        with platform.database.transaction() as session:
            if closings.tell_changed(session, now=now) < closings.BATCH:
                return


@timers.every(seconds=5)
def tell_days(platform: Platform, now: datetime) -> None:
    """Tell bodies by when their measures are to be done, where they know another day or none."""
    while True:
        with platform.database.transaction() as session:
            if days_told.tell_changed(session, platform.documents, now=now) < days_told.BATCH:
                return


@timers.every(seconds=5)
def offer_drafts(platform: Platform, now: datetime) -> None:
    """Have those texts compared with the sealed files whose case has another complaint or message by now."""
    while True:
        with platform.database.transaction() as session:
            public_versions.offer_anew(session, platform.documents, now=now)
            public_versions.take_back(CASES, session, platform.documents, now=now)
            messages.look_anew(session, now=now)
            letters = escalations.offer_anew(session, platform.documents, now=now)
            acts = drafts.offer_anew(session, platform.documents, now=now)
            if letters < escalations.BATCH and acts < drafts.BATCH:
                return


@timers.every(seconds=60)
def tell_public(platform: Platform, now: datetime) -> None:
    """Tell of the acts that became public, or are so no longer, by the calendar or by what the data files say of their kind."""
    with platform.database.transaction() as session:
        publications.renew_waiting(session, now=now)
    after = None
    while True:
        with platform.database.transaction() as session:
            after = publicity.tell_all(session, platform.documents, after, now=now)
        if after is None:
            return


@timers.every(seconds=1)
def send_checked(platform: Platform, now: datetime) -> None:
    """Send what only waited to be compared with the sealed files; tell of what fell by it."""
    waiting, out = True, outgoing.Outgoing.of(platform.settings)
    while waiting:
        with platform.database.transaction() as session:
            waiting = going_on.send_one(CASES, session, platform.documents, now=now, outgoing=out)
            going_on.tell_fallen(CASES, session, platform.documents, now=now)


@timers.every(seconds=300)
def send_notices_before(platform: Platform, now: datetime) -> None:
    """Remind bodies of a last day that is near, while they still have time."""
    after = None
    while True:
        with platform.database.transaction() as session:
            after = notices_before.send(CASES, session, after, now=now)
        if after is None:
            return


@timers.every(seconds=300)
def draft_rungs(platform: Platform, now: datetime) -> None:
    """Put each rung that is due before its officer; a person sends it. And each that turned out to have been sent before its time."""
    after = None
    while True:
        with platform.database.transaction() as session:
            after = silences.draft_rungs(CASES, session, platform.documents, after, now=now)
        if after is None:
            break
    told = 1
    with platform.database.transaction() as session:
        escalations.drop_public(CASES, session, now=now)
    while told:
        with platform.database.transaction() as session:
            told = escalations.tell_early(CASES, session, platform.documents, now=now)


@timers.every(seconds=60)
def tell_moot(platform: Platform, now: datetime) -> None:
    """Put before its officer each act on which nothing is asked any more, since what it presses for is over."""
    while True:
        with platform.database.transaction() as session:
            if moots.tell(CASES, session, platform.documents, now=now) < moots.BATCH:
                return


@timers.every(seconds=60)
def tell_moot_to_complainants(platform: Platform, now: datetime) -> None:
    """Tell whoever complained of the same, and of each letter of which they were told that its body is without it, what became of it."""
    while True:
        with platform.database.transaction() as session:
            if told_moots.tell(CASES, session, now=now) < told_moots.BATCH:
                break
    while True:
        with platform.database.transaction() as session:
            if told_ways.tell(session, now=now) < told_ways.BATCH:
                return


@timers.every(seconds=60)
def tell_returned(platform: Platform, now: datetime) -> None:
    """Tell complainants of letters that came back, and that they arrived after all."""
    for tell in (came_back.tell, came_back.tell_arrived):
        looked = came_back.BATCH
        while looked == came_back.BATCH:
            with platform.database.transaction() as session:
                looked = tell(CASES, session, platform.documents, now=now)


@timers.every(seconds=600)
def write_finding_letters(platform: Platform, now: datetime) -> None:
    """Write to bodies that read on paper alone what was found or decided on days before, on a working day."""
    address = platform.settings.public_url

    def write(one: finding_letters.Due) -> None:
        platform.database.run(lambda session: finding_letters.write(session, platform.documents, one, address, now=now))

    each_apart(platform.database.run(lambda session: finding_letters.due(session, now=now)), write)


@timers.every(seconds=600)
def write_untrue_letters(platform: Platform, now: datetime) -> None:
    """Write to whoever received a step over a silence that there was none, as became known on days before, on a working day."""
    address = platform.settings.public_url

    def write(one: untrue_letters.Untrue) -> None:
        platform.database.run(lambda session: untrue_letters.write(session, platform.documents, one, address, now=now))

    each_apart(platform.database.run(lambda session: untrue_letters.due(session, now=now)), write)


@timers.every(seconds=3600)
def enter_moot(platform: Platform, now: datetime) -> None:
    """Enter what was over at its root before that was told."""
    platform.database.run(lambda session: moots.enter_unmarked(CASES, session, now=now))


@timers.every(seconds=3600)
def enter_decrees(platform: Platform, now: datetime) -> None:
    """Move the clocks that a newly decreed day off touches, or one that was taken back."""
    while True:
        with platform.database.transaction() as session:
            if clock_changes.enter_calendar(CASES, session, now=now) == 0:
                return


@timers.every(seconds=3600)
def enter_terms(platform: Platform, now: datetime) -> None:
    """Move the clocks that a new version of a term governs although they began before it."""
    while True:
        with platform.database.transaction() as session:
            if clock_changes.enter_terms(CASES, session, now=now) == 0:
                return


@timers.every(seconds=3600)
def ask_complainants(platform: Platform, now: datetime) -> None:
    """Ask the complainants whether what was found done was felt, 30 and 180 days after; what was asked of what stands no more ends."""
    while True:
        with platform.database.transaction() as session:
            if confirmations.end_untrue(CASES, session, now=now) < confirmations.BATCH:
                break
    while True:
        with platform.database.transaction() as session:
            if confirmations.ask(CASES, session, platform.documents, now=now) < confirmations.BATCH:
                return


@timers.every(seconds=30)
def count_late(platform: Platform, now: datetime) -> None:
    """Obligations past their term, by class of body, for the alert."""
    with platform.database.transaction() as session:
        silences.report_late(session, now=now)


@timers.every(seconds=5)
def clean_files(platform: Platform, now: datetime) -> None:
    """What was handed in while no verdict could be had: the scanner was away, a process was ended, a text is to be set as a PDF."""
    del now
    metrics.FILES_WAITING.labels("cases").set(taking.settle(platform.documents, platform.settings))
