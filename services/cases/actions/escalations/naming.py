"""What a body is called in the sentences of a letter."""

from sqlalchemy.orm import Session

from services.cases.actions.escalations.matter import Matter
from shared.declension import Declined, declined
from shared.directory import KnownInstitution
from shared.english import in_sentences


def called(placeholder: str, matter: Matter, session: Session) -> dict[str, str]:
    """The name of the body in every case that a sentence may ask for, by what stands in braces."""
    addressee, language = matter.addressee, matter.language
    body = session.get(KnownInstitution, addressee.institution_id)
    return names_in_cases(placeholder, addressee.name(language), body, language)


def names_in_cases(placeholder: str, name: str, body: KnownInstitution | None, language: str) -> dict[str, str]:
    """As the directory declines the name; one that it has no more is declined by the rule. English has one form, and an article."""
    forms = Declined(name, name) if language != "sq" else declined(name)
    if body is not None and language == "sq" and body.name_sq == name:
        forms = Declined(body.dative_sq, body.accusative_sq)
    declensions = {placeholder: name, f"{placeholder}_dat": forms.dative, f"{placeholder}_acc": forms.accusative}
    return declensions | in_sentences(placeholder, name, language)
