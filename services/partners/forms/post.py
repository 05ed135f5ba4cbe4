"""What the office does with chosen letters of the post book, and what a refusal of it says to a person."""

from collections.abc import Mapping
from datetime import date
from itertools import groupby
from uuid import UUID

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, Optional

from services.partners.schemas.post import MOST_AT_ONCE, Delivered, Returned, Sendings, SentEntry
from services.partners.words import POST_WAYS
from shared.pages.forms import BesaForm, DateParts, FileField, SelectChoice, clean_text
from shared.rules import ContentViolation, RuleViolation

RETURN_REASONS: Mapping[str, str] = {
    "unknown": _l("Marrësi i panjohur në këtë adresë"),
    "moved": _l("Ka ndryshuar adresën"),
    "refused": _l("Nuk e mori"),
    "not_collected": _l("Nuk u tërhoq nga posta"),
    "damaged": _l("U dëmtua gjatë rrugës"),
    "other": _l("Tjetër"),
}
#: Why a letter goes on paper.
CAUSES: Mapping[str, str] = {
    "no_channel": _l("Pa hyrje në portal e pa API"),
    "mail_failed": _l("Njoftimi elektronik nuk mbërriti"),
    "returned": _l("U kthye nga posta"),
    "link_expired": _l("Lidhja për një përdorim skadoi pa u hapur"),
    "link_revoked": _l("Zyra e revokoi lidhjen për një përdorim"),
}
#: Why a reminder that waits may not leave (queries/reminded.py).
STOPPED: Mapping[str, str] = {
    "letter_not_delivered": _l("Letra që kujtohet nuk i ka mbërritur institucionit: kujtesa nuk niset."),
    "receipt_waits": _l("Dorëzimi i letrës që kujtohet pret një person të dytë: deri atëherë kujtesa nuk niset."),
    "not_late": _l("Afati i letrës që kujtohet nuk ka kaluar: kujtesa nuk niset."),
    "reminder_old": _l(
        "Kujtesa u shkrua para shumë ditësh: dita që quan “sot” dhe ditët që numëron nuk janë më ato. Nuk printohet dhe nuk niset; shkruhet"
        " përsëri."
    ),
}
#: Why a letter that waited need not be sent any more (`ended`).
ENDED: Mapping[str, str] = {
    "settled": _l("Për asnjë pikë të saj nuk kërkohet më gjë."),
    "elsewhere": _l("Çështjen e ka gjykata ose prokuroria dhe zyra e mbylli."),
    "case_closed": _l("Çështja u mbyll."),
    "withdrawn": _l("Akti u tërhoq ose u zëvendësua."),
    "taken_back": _l("Ajo që thotë kjo kujtesë nuk vlen më."),
    "anew": _l("Letra u ndal dhe pastaj u kërkua përsëri: ajo ka një rresht të ri në libër."),
    "by_wire": _l("Institucioni e mori në rrugë elektronike."),
}
_SENTENCES: Mapping[str, str] = {
    **STOPPED,
    "day_ahead": _l("Kjo ditë nuk ka ardhur ende."),
    "day_too_early": _l("Kjo ditë është para letrës ose para nisjes së saj."),
    "after_reply": _l("Deri atë ditë institucioni kishte shkruar për këtë letër: ajo i kishte mbërritur më parë."),
    "tracking_needed": _l("Shkruani numrin e etiketës për çdo letër të zgjedhur, ose një numër për të gjitha."),
    "label_form": _l(
        "Ky nuk është numër etikete ose protokolli: shkruani shifra, edhe me shkronja të veçanta, për shembull RR123456789AL."
    ),
    "label_taken": _l(
        "Ky numër etikete është i letrës së një institucioni tjetër. Një etiketë është në një zarf: shkruani numrin që ka kjo letër."
    ),
    "held": _l(
        "Çështjen e letrës e ka gjykata ose prokuroria: letra nuk printohet dhe nuk niset derisa çështja t'i kthehet zyrës. Nëse letra"
        " u nis më parë, shënoni ditën kur u nis."
    ),
    "no_postal_address": _l(
        "Institucioni nuk ka adresë postare, ndaj letra e tij nuk mund të niset me postë ose me korrier. Shkruani"
        " adresën te institucioni (lidhja është te letra), ose shënoni dorëzimin dorazi."
    ),
    "not_to_post": _l("Letra nuk pret më të niset. Hapeni faqen përsëri."),
    "not_sent": _l("Letra nuk është shënuar si e nisur. Shënoni më parë nisjen."),
    "waits_for_second_look": _l("Dorëzimi në një ditë të vjetër pret që ta shohë një person i dytë."),
    "nothing_to_look_at": _l("Këtu nuk pret asgjë një person të dytë. Hapeni faqen përsëri."),
    "same_person": _l("Dorëzimin e pranon një person tjetër nga ai që e shënoi."),
    "delivered_otherwise": _l("Letra është shënuar si e dorëzuar në një ditë tjetër."),
    "proven_otherwise": _l("Letra është shënuar si e dorëzuar me një skedar tjetër. Ai skedar mbetet."),
    "not_returned": _l("Kjo letër nuk është kthyer."),
    "paper_lost": _l(
        "Një pjesë e kësaj letre mungon në depon e dokumenteve dhe nuk printohet. Printoni të tjerat pa të dhe njoftoni kush e mban sistemin."
    ),
    "nothing_to_print": _l("Asnjë letër nuk pret të niset."),
    "not_yours_to_read": _l(
        "Një nga letrat lexohet vetëm nga kush e ndjek çështjen: e printon ai te akti, ose kush drejton."
    ),
    "nothing_chosen": _l("Zgjidhni të paktën një letër."),
    "needs_proof": _l("Zgjidhni skedarin që tregon dorëzimin: fletë-marrjen e skanuar ose të fotografuar."),
    "needs_day": _l("Shkruani ditën."),
    "needs_choice": _l("Zgjidhni njërën prej tyre."),
    "file_unknown": _l("Skedari nuk u gjet."),
}
_OTHERWISE = _l("Kjo nuk mund të pranohet.")
_LONGEST_NUMBER = 60


def sentence(code: str) -> str:
    """What a refusal says to a person."""
    return _SENTENCES.get(code, _OTHERWISE)


class PostForm(BesaForm):
    """Chosen letters (`entries`) and what is recorded of them; a number for one of them alone is posted as `tracking-<id>`."""

    entries = SelectMultipleField(validators=[Length(max=MOST_AT_ONCE)], validate_choice=False)
    way = SelectField(
        _l("Si u nisën?"),
        choices=[SelectChoice(code, label) for code, label in POST_WAYS.items()],
        validators=[Optional()],
    )
    day = DateParts(_l("Dita"), validators=[Optional()])
    tracking = StringField(_l("Numri i etiketës ose i protokollit, për të gjitha"), validators=[Length(max=60)])
    proof = FileField(_l("Prova e dorëzimit"))
    reason = SelectField(
        _l("Pse u kthyen?"),
        # Nobody says of a letter why it came back by leaving a field as it was.
        choices=[
            SelectChoice("", _l("Zgjidhni")),
            *(SelectChoice(code, label) for code, label in RETURN_REASONS.items()),
        ],
        validators=[Optional()],
    )
    again = BooleanField(_l("Nisen përsëri"))

    def chosen(self) -> tuple[UUID, ...]:
        """Raises `ContentViolation` for what is no id."""
        try:
            return tuple(UUID(one) for one in self.entries.data or ())
        except ValueError as error:
            raise ContentViolation("not an id", code="nothing_chosen", field="entries") from error

    def sendings(self) -> Sendings:
        some = self._some()
        numbers = {
            one: (clean_text(request.form.get(f"tracking-{one}")) or "")[:_LONGEST_NUMBER] or None for one in some
        }
        entries = tuple(SentEntry(id=one, tracking=numbers[one]) for one in some)
        return Sendings(
            way=_chosen(self.way.data, "way"), day=self._day(), tracking=self.tracking.data or None, entries=entries
        )

    def delivered(self, proof: UUID) -> Delivered:
        return Delivered(day=self._day(), proof=proof, entries=self._some())

    def returned(self) -> Returned:
        reason, again = _chosen(self.reason.data, "reason"), bool(self.again.data)
        return Returned(day=self._day(), reason=reason, again=again, entries=self._some())

    def refuse(self, error: RuleViolation, called: Mapping[str, str]) -> None:
        """Put a refusal, and what stands beside it, at the field that it names, else above the form. `called`: what the entries are
        called that it is about, by id.
        """
        for code, faults in groupby(sorted(error.all, key=lambda one: one.code), key=lambda one: one.code):
            same = list(faults)
            of = "; ".join(called[one.of] for one in same if one.of in called)
            said, one = f"{of}: {sentence(code)}" if of else str(sentence(code)), same[0]
            named = one.field if isinstance(one, ContentViolation) else ""
            field = self._fields.get(named) if named != "entries" else None
            if field is None:
                self.form_errors.append(said)
            else:
                field.errors = [*field.errors, said]

    def _some(self) -> tuple[UUID, ...]:
        chosen = self.chosen()
        if not chosen:
            raise ContentViolation("choose some", code="nothing_chosen", field="entries")
        return chosen

    def _day(self) -> date:
        day = self.day.data
        if not isinstance(day, date):
            raise ContentViolation("on which day", code="needs_day", field="day")
        return day


def _chosen(value: str | None, field: str) -> str:
    """The fields of the other buttons may be empty, and so every field may be left out."""
    if not value:
        raise ContentViolation("choose one", code="needs_choice", field=field)
    return value
