"""The labels of the directory's closed words, and what a refused change of it says to a person."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms.form import BaseForm

from shared.lists import Words
from shared.pages import password_words
from shared.rules import ContentViolation, RuleViolation

CONTACT_KINDS = {
    "mailbox": _l("Kuti poste elektronike"),
    "phone": _l("Telefon"),
    "postal": _l("Adresë postare"),
    "portal": _l("Faqe në internet"),
}
PURPOSES = {
    "recommendations": _l("Rekomandime"),
    "information_requests": _l("Kërkesa për informacion"),
    "urgent": _l("Raste urgjente"),
}
POWERS = {
    "legislative_initiative": _l("Nismë ligjvënëse"),
    "by_law_author": _l("Nxjerr akte nënligjore"),
}
#: What becomes of a row of a file.
STATES = {
    "new": _l("E re"),
    "changed": _l("Ndryshon"),
    "ended": _l("Mbaron"),
    "same": _l("Njësoj"),
    "refused": _l("Nuk pranohet"),
}
STATE_COLOURS = {"new": "green", "changed": "blue", "ended": "purple", "same": "grey", "refused": "red"}

SENTENCES: Mapping[str, Words] = {
    "key_taken": _l("Ky çelës është në përdorim."),
    "municipality_unknown": _l("Nuk ka bashki të tillë."),
    "county_unknown": _l("Nuk ka qark të tillë."),
    "ends_before_it_begins": _l("Mbarimi është para fillimit."),
    "outside_validity": _l("Ditët e këtij institucioni kanë mbaruar ose nuk kanë filluar."),
    "relation_to_itself": _l("Një institucion nuk lidhet me vetveten."),
    "relation_cycle": _l("Kështu një institucion do të ishte mbi vetveten."),
    "relation_known": _l("Kjo lidhje është shënuar tashmë."),
    "relation_overlaps": _l("Kjo lidhje është shënuar tashmë për disa nga këto ditë."),
    "relation_outlives": _l("Një lidhje e këtij institucioni fillon më vonë. Korrigjojeni më parë."),
    "institution_unknown": _l("Ky institucion nuk është në regjistër."),
    "already_ended": _l("Kishte mbaruar më parë."),
    "already_succeeded": _l("Pasuesit e këtij institucioni janë shënuar tashmë."),
    "succeeds_itself": _l("Një institucion nuk pason vetveten."),
    "succession_cycle": _l("Kështu një institucion do të pasonte vetveten."),
    "successor_not_there": _l("Ky institucion nuk ekziston atë ditë."),
    "no_successor": _l("Letrat i merr vetëm njëri nga pasuesit."),
    "several_successors": _l("Me disa pasues kjo vendoset për secilin veç."),
    "contact_value": _l("Kjo nuk mund të përdoret si kontakt i këtij lloji."),
    "contact_known": _l("Ky kontakt është shënuar tashmë."),
    "no_contacts": _l("Nuk ka asnjë kontakt për të konfirmuar. Propozoni një."),
    "too_many_open": _l("Zyra nuk ka vendosur ende për propozimet tuaja të mëparshme."),
    "already_decided": _l("Për këtë është vendosur tashmë."),
    "changed_meanwhile": _l("Dikush tjetër e ka ndryshuar ndërkohë. Hapeni faqen përsëri dhe shihni çfarë ndryshoi."),
    **password_words.SENTENCES,
    "username_taken": _l("Ky emër është në përdorim."),
    "username_shape": _l("Emri ka 2 deri në 64 shkronja nga a-z, 0-9 dhe . _ @ -"),
    "last_admin": _l("Institucioni duhet të ketë të paktën një administrator."),
    "rescued_by_office": _l(
        "Një administratori tjetër ia jep fjalëkalimin dhe ia heq hapin e dytë vetëm zyra. Telefonojini."
    ),
    "rescued_by_one": _l(
        "Ju vetë i dhatë këtij personi një fjalëkalim ose i hoqët hapin e dytë këto ditë. Tjetrën e bën një administrator tjetër ose zyra."
    ),
    "required": _l("Kjo duhet shkruar."),
    "row_twice": _l("Ky rresht vjen dy herë."),
    "cell_count": _l("Ky rresht nuk ka aq qeliza sa rreshti i parë."),
}
_OTHERWISE = _l("Kjo nuk mund të pranohet.")


def sentence(code: str) -> str:
    """What a refusal with this code says to a person; a code without a sentence of its own is not shown."""
    return str(SENTENCES.get(code, _OTHERWISE))


def refuse(form: BaseForm, error: RuleViolation, names: dict[str, str] | None = None) -> None:
    """Put a refusal at the field that it names (`names`: field of the rule → field of the form), else above the form."""
    field = error.field if isinstance(error, ContentViolation) else ""
    place = form._fields.get((names or {}).get(field, field))
    if place is None:
        form.form_errors.append(sentence(error.code))
    else:
        place.errors = [*place.errors, sentence(error.code)]


#: Whether a body's letters go by one-time links to its mailbox.
BY_LINK: Mapping[str, str] = {
    "": _l("Kur institucioni nuk ka llogari"),
    "yes": _l("Gjithmonë"),
    "no": _l("Asnjëherë"),
}
_LINKED = {"yes": True, "no": False}
BY_LINK_SHOWN: Mapping[bool | None, str] = {None: BY_LINK[""], True: BY_LINK["yes"], False: BY_LINK["no"]}


def by_link_code(by_link: bool | None) -> str:
    return next((code for code, value in _LINKED.items() if value is by_link), "")


def by_link_of(code: str | None) -> bool | None:
    return _LINKED.get(code or "")
