"""Activities as JSON: what is planned and decided."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from marshmallow import validate
from marshmallow.fields import Integer, String

from services.partners.activities import data
from services.partners.activities.domain.counting import Count
from services.partners.activities.domain.evaluation import Answered, Moment
from shared.edges import Answer, Body, Query
from shared.fields import Text, Whole
from shared.typed import one_of

LONGEST_TITLE, LONGEST_VENUE, LONGEST_REASON = 150, 200, 1000
LONGEST_MATERIAL, MOST_MATERIALS, MOST_PEOPLE = 200, 50, 100_000
MOST_SLIPS = 9999
HOUR = r"([01][0-9]|2[0-3]):[0-5][0-9]\Z"


def _key(section: str) -> String:
    return String(validate=validate.OneOf(tuple(data.entries(section))))


Kind = Annotated[str, _key("kinds")]
Clusters = Annotated[tuple[Annotated[str, _key("clusters")], ...], validate.Length(min=1, max=10)]
AgeBand = Annotated[str, _key("age_bands")]
Sex = Annotated[str, _key("sexes")]
PictureUse = Annotated[str, _key("picture_uses")]
Question = Annotated[str, _key("questions")]
AnswerKey = Annotated[str, _key("answers")]
Hour = Annotated[str, String(validate=validate.Regexp(HOUR))]
#: The key of a body, as the directory names it.
Slug = Annotated[str, String(validate=validate.Regexp(r"[a-z][a-z0-9-]{1,62}\Z"))]


@dataclass(frozen=True, kw_only=True)
class ActivityBody(Body):
    """What is planned, all of it each time. `municipality`: none for the whole country, unless the institution lies in one; `starts` and `ends`
    by the clock of Albania; `led_by`: a staff account.
    """

    kind: Kind
    clusters: Clusters
    municipality: Slug | None = None
    institution_id: UUID | None = None
    planned_on: date
    starts: Hour | None = None
    ends: Hour | None = None
    venue: Annotated[str, Text(LONGEST_VENUE, shortest=0)] = ""
    title_sq: Annotated[str, Text(LONGEST_TITLE)]
    title_en: Annotated[str, Text(LONGEST_TITLE, shortest=0)] = ""
    led_by: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class AnnouncementBody(Body):
    """`names_reason`: why titles and venue may be read although they name somebody, or may."""

    names_reason: Annotated[str, Text(LONGEST_REASON, shortest=0)] = ""


@dataclass(frozen=True, kw_only=True)
class CountBody(Body):
    """So many children of one age band and one sex; a pair that is not named is none."""

    age_band: AgeBand
    sex: Sex
    count: Annotated[int, Whole(0, MOST_PEOPLE)]

    @property
    def counted(self) -> Count:
        return Count(self.age_band, self.sex, self.count)


@dataclass(frozen=True, kw_only=True)
class MaterialBody(Body):
    """A publication of the library by its id, with its title, and how many copies were handed out."""

    publication_id: UUID
    title: Annotated[str, Text(LONGEST_MATERIAL)]
    copies: Annotated[int, Whole(1, MOST_PEOPLE)]


@dataclass(frozen=True, kw_only=True)
class HoldingBody(Body):
    """Who came, in numbers alone, and what was handed out; all of it each time."""

    held_on: date
    adults: Annotated[int, Whole(0, MOST_PEOPLE)]
    children: Annotated[tuple[CountBody, ...], validate.Length(max=100)] = ()
    materials: Annotated[tuple[MaterialBody, ...], validate.Length(max=MOST_MATERIALS)] = ()


@dataclass(frozen=True, kw_only=True)
class AnsweredBody(Body):
    """So many gave this answer."""

    question: Question
    answer: AnswerKey
    count: Annotated[int, Whole(0, MOST_PEOPLE)]

    @property
    def answered(self) -> Answered:
        return Answered(self.question, self.answer, self.count)


@dataclass(frozen=True, kw_only=True)
class EvaluationBody(Body):
    """What was answered before or after, all of that moment each time."""

    moment: Annotated[str, String(validate=one_of(Moment))]
    answers: Annotated[tuple[AnsweredBody, ...], validate.Length(max=100)]


@dataclass(frozen=True, kw_only=True)
class CallingOffBody(Body):
    """Why it is not held. It stays inside the office: whoever looks for the activity learns only that it is not held."""

    reason: Annotated[str, Text(LONGEST_REASON)]


@dataclass(frozen=True, kw_only=True)
class PlanQuery(Query):
    """`year`: this one, unless another is named."""

    year: Annotated[int | None, Integer(validate=[validate.Range(2000, 2099)])] = None


@dataclass(frozen=True, kw_only=True)
class ActivityLine(Answer):
    """An activity in a list."""

    id: UUID
    number: str
    kind: str
    clusters: tuple[str, ...]
    municipality: str | None
    planned_on: date
    title_sq: str
    title_en: str
    state: str

    def title(self, language: str) -> str:
        """In this language, else in Albanian."""
        return (self.title_en if language == "en" else "") or self.title_sq


@dataclass(frozen=True, kw_only=True)
class ActivityList(Answer):
    items: tuple[ActivityLine, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class CountAnswer(Answer):
    age_band: str
    sex: str
    count: int


@dataclass(frozen=True, kw_only=True)
class MaterialAnswer(Answer):
    publication_id: UUID
    title: str
    copies: int


@dataclass(frozen=True, kw_only=True)
class ActivityAnswer(Answer):
    """An activity as the office has it. `steps`: those that may be taken now; `counted`: the children, once it was held."""

    id: UUID
    number: str
    kind: str
    clusters: tuple[str, ...]
    municipality: str | None
    institution_id: UUID | None
    planned_on: date
    starts: str | None
    ends: str | None
    venue: str
    title_sq: str
    title_en: str
    led_by: UUID | None
    state: str
    steps: tuple[str, ...]
    revision: int
    changed_at: datetime
    announced_at: datetime | None
    held_on: date | None
    counted: int | None
    children: tuple[CountAnswer, ...]
    adults: int | None
    materials: tuple[MaterialAnswer, ...]
    reason: str | None

    def title(self, language: str) -> str:
        """In this language, else in Albanian."""
        return (self.title_en if language == "en" else "") or self.title_sq


@dataclass(frozen=True, kw_only=True)
class MonthAnswer(Answer):
    """`month`: 1 to 12."""

    month: int
    activities: tuple[ActivityLine, ...]


@dataclass(frozen=True, kw_only=True)
class PlacePlanAnswer(Answer):
    """A municipality, or (without a key) the whole country. `held`: of the planned ones."""

    key: str | None
    name_sq: str
    name_en: str
    planned: int
    held: int

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True, kw_only=True)
class ClusterPlanAnswer(Answer):
    """One activity counts in each of its clusters."""

    cluster: str
    planned: int
    held: int


@dataclass(frozen=True, kw_only=True)
class PlanAnswer(Answer):
    """The plan of a year by the planned day; what was called off stands in its month and is counted nowhere."""

    year: int
    planned: int
    held: int
    months: tuple[MonthAnswer, ...]
    places: tuple[PlacePlanAnswer, ...]
    clusters: tuple[ClusterPlanAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class PublicCount(Answer):
    """Children of one band or sex; none where the number, or another by it, would be too small to tell."""

    key: str
    count: int | None


@dataclass(frozen=True, kw_only=True)
class PublicActivity(Answer):
    """What anybody reads of an activity that was announced. `status`: announced, held or called_off. `children`: none before it was held, and
    where they were fewer than is told; their parts are told by age and by sex, never by both.
    """

    number: str
    url: str
    kind: str
    clusters: tuple[str, ...]
    status: str
    title_sq: str
    title_en: str
    planned_on: date
    starts: str | None
    ends: str | None
    municipality: str | None
    municipality_sq: str | None
    municipality_en: str | None
    institution_sq: str | None
    institution_en: str | None
    venue: str
    held_on: date | None
    children: int | None
    few: bool
    by_age: tuple[PublicCount, ...]
    by_sex: tuple[PublicCount, ...]
    changed_at: datetime

    def title(self, language: str) -> str:
        return self.title_en if language == "en" else self.title_sq

    def place(self, language: str) -> str:
        """Venue, institution and municipality, as far as they are known."""
        english = language == "en"
        institution = self.institution_en if english else self.institution_sq
        municipality = self.municipality_en if english else self.municipality_sq
        return ", ".join(filter(None, [self.venue, institution, municipality]))


@dataclass(frozen=True, kw_only=True)
class PublicActivities(Answer):
    licence: str
    items: tuple[PublicActivity, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class CoveredPlace(Answer):
    """`held`: in the last months; `last_on`: whenever that was."""

    key: str
    name_sq: str
    name_en: str
    county: str | None
    held: int
    last_on: date | None

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True, kw_only=True)
class CoverageAnswer(Answer):
    """Each municipality that there is, those that were not reached first. `country`: activities of the whole country, which are in none."""

    months: int
    since: date
    places: tuple[CoveredPlace, ...]
    reached: int
    country: int


@dataclass(frozen=True, kw_only=True)
class ResultAnswer(Answer):
    """Of one question at one moment. `counts`: in the order of the answers of the data; none where fewer answered than are told."""

    moment: str
    question: str
    counts: tuple[int, ...] | None


@dataclass(frozen=True, kw_only=True)
class EvaluationAnswer(Answer):
    """`least`: of fewer answers nothing is told."""

    least: int
    answers: tuple[str, ...]
    results: tuple[ResultAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class ConsentBody(Body):
    """That one child may be pictured, by the number of the paper slip; who that is stands on the paper alone. `young`: younger than the age up to
    which a guardian is asked besides.
    """

    slip: Annotated[int, Whole(1, MOST_SLIPS)]
    uses: Annotated[tuple[PictureUse, ...], validate.Length(min=1, max=10)]
    young: bool
    child: bool
    guardian: bool
    given_on: date


@dataclass(frozen=True, kw_only=True)
class ConsentAnswer(Answer):
    """With `taken_back_at` the picture may not be used any more, for anything."""

    slip: int
    uses: tuple[str, ...]
    young: bool
    guardian: bool
    given_on: date
    taken_back_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ConsentList(Answer):
    """`standing`: how many were not taken back."""

    items: tuple[ConsentAnswer, ...]
    standing: int
    guardian_under: int
