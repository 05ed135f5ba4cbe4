"""The rules of the publisher and of its witness. `rules` names the code of each; `bugs` are switches that take one away."""

from tests.model.states import IDLE, NONE, Bugs, Fact, File, State

#: So many numbers are reserved in the file at once.
BLOCK = 2


def serves(state: State, bugs: Bugs) -> bool:
    """Whether the file's beat is in the database. Whoever finds it gone does nothing until a restore is declared."""
    return state.file.beat in state.publisher.beats or "undetected" in bugs


def reserved(state: State, number: int) -> File:
    """Numbers are reserved in the file before one of them is committed."""
    file = state.file
    return file if number <= file.reserved else file._replace(reserved=max(number - 1 + BLOCK, file.reserved))


def publish(state: State, subject: int, bugs: Bugs) -> State:
    """The fact and its event in one transaction: the next number of the subject, in the epoch of now, behind the last."""
    publisher, facts = state.publisher, state.facts
    ours = [facts[one].place for one in publisher.log if facts[one].subject == subject]
    previous = ours[-1] if ours else NONE
    fact = Fact(subject, (publisher.epoch, previous[1] + 1), previous, publisher.number + 1)
    after = publisher._replace(
        log=(*publisher.log, len(facts)),
        waiting=publisher.waiting | {len(facts)},
        number=fact.number,
    )
    file = state.file if "reserved_after_the_commit" in bugs else reserved(state, fact.number)
    return state._replace(publisher=after, file=file, facts=(*facts, fact), left=state.left.less("facts"))


def asof(state: State, fact: int, bugs: Bugs) -> int:
    """What a sending says: in which epoch its publisher is now, whatever that of the event is."""
    return state.facts[fact].place[0] if "asof_of_the_event" in bugs else state.publisher.epoch


def sent(state: State, fact: int, bugs: Bugs) -> State:
    """One sending of an event."""
    return state._replace(broker=state.broker | {(fact, asof(state, fact, bugs))})


def marked(state: State, fact: int) -> State:
    """What the broker confirmed waits no more."""
    publisher = state.publisher
    return state._replace(publisher=publisher._replace(waiting=publisher.waiting - {fact}))


def epoch_into_file(state: State, bugs: Bugs) -> State:
    """First step of a declaration: an epoch that no time had, also none that is forgotten, stands in the file before all else."""
    file, known = state.file, state.publisher.epoch
    epoch = (known if "epoch_from_the_database" in bugs else max(file.epoch, known)) + 1
    if "restore_without_epoch" in bugs:
        epoch = known
    written = file if "database_before_the_file" in bugs else file._replace(epoch=max(epoch, file.epoch))
    return state._replace(file=written, declaring=("file", epoch, 0))


def epoch_into_database(state: State, bugs: Bugs, *, again: bool) -> State:
    """Second step, one transaction: epoch, numbers behind all that were perhaps given, which of them nothing tells of, a beat.

    `again`: what is younger than an hour goes out at once; older events come by the accounts.
    """
    publisher, (_, epoch, _) = state.publisher, state.declaring
    last = state.file.reserved
    if "numbers_from_the_others" in bugs:
        last = max((state.facts[fact].number for fact, _ in state.consumer.inbox), default=0)
    told = max([0, *(state.facts[fact].number for fact in publisher.log), *publisher.skipped])
    skipped = frozenset() if "skipped_forgotten" in bugs else frozenset(range(told + 1, last + 1))
    after = publisher._replace(
        epoch=epoch,
        number=max(publisher.number, last),
        skipped=publisher.skipped | skipped,
        beats=publisher.beats | {state.beat + 1},
        waiting=frozenset(publisher.log) if again else publisher.waiting,
    )
    begun = state.epochs if "restore_without_epoch" in bugs else (*state.epochs, epoch)
    return state._replace(
        publisher=after, declaring=("database", epoch, state.beat + 1), beat=state.beat + 1, epochs=begun
    )


def beat_into_file(state: State) -> State:
    """Third step: the file names the beat, and all go on."""
    _, epoch, beat = state.declaring
    file = state.file._replace(beat=beat, epoch=max(epoch, state.file.epoch))
    return state._replace(file=file, declaring=IDLE, set_back=False)


def missing(state: State, bugs: Bugs) -> frozenset[int]:
    """What the accounts show: in the log and not in the inbox, whatever became of it there."""
    uncounted = state.consumer.held if "held_not_counted" in bugs else frozenset()
    return frozenset(state.publisher.log) - {fact for fact, _ in state.consumer.inbox if fact not in uncounted}


def alien(state: State, bugs: Bugs) -> frozenset[int]:
    """In the inbox and not in the log."""
    uncounted = state.consumer.held if "held_not_counted" in bugs else frozenset()
    return frozenset(fact for fact, _ in state.consumer.inbox) - set(state.publisher.log) - uncounted
