"""What is filled in about an issue, and what its rules say when they say no."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from services.notifications.issues.schemas import LONGEST_REASON, LONGEST_WORDS
from shared.lists import Words
from shared.pages.forms import BesaForm, DateParts, SelectChoice

SENTENCES: Mapping[str, Words] = {
    "issue.to_come": _l("Kjo ditë nuk ka ardhur ende: zgjidhni sot ose një ditë më të hershme."),
    "issue.told_already": _l("Deri në këtë ditë ka treguar numri i mëparshëm: zgjidhni një ditë më të vonë."),
    "issue.draft_open": _l("Një numër po hartohet: miratojeni më parë."),
    "issue.nothing": _l("Nuk ka asgjë për të treguar: deri në këtë ditë nuk u publikua asgjë që s'është treguar."),
    "issue.not_a_draft": _l("Ky numër ka dalë."),
    "issue.not_out": _l("Ky numër nuk ka dalë, ose u tërhoq."),
    "issue.own_work": _l("Miraton dikush tjetër: ju keni shkruar diçka në këtë numër."),
    "issue.no_introduction": _l("Mungon hyrja: shkruajeni në shqip dhe në anglisht."),
    "issue.no_such_item": _l("Zgjidhni nga lista."),
    "text.compared": _l("Fjalët po krahasohen me dosjet e vulosura. Provoni pas pak."),
    "text.names": _l(
        "Fjalët tregojnë dikë nga dosjet e vulosura, ose mund ta tregojnë: ndryshojini, ose shkruani pse mund të lexohen."
    ),
    "page.changed_meanwhile": _l("Dikush tjetër e ndryshoi ndërkohë: shihni si është tani dhe provoni përsëri."),
}


def sentence(code: str) -> str:
    return str(SENTENCES[code])


class NewIssueForm(BesaForm):
    until = DateParts(
        _l("Dita e fundit që tregohet"),
        description=_l("Numri mbledh çfarë u publikua deri në fund të kësaj dite dhe s'është treguar ende."),
        validators=[InputRequired(_l("Shkruani ditën"))],
    )


class IssueForm(BesaForm):
    """`revision`: of the draft that the page showed."""

    revision = HiddenField()
    sq = TextAreaField(
        _l("Hyrja në shqip"),
        [InputRequired(_l("Shkruani hyrjen në shqip")), Length(max=LONGEST_WORDS)],
        description=_l("E lexon kushdo. Pa emra fëmijësh dhe pa asgjë nga e cila njihet dikush."),
    )
    en = TextAreaField(
        _l("Hyrja në anglisht"), [InputRequired(_l("Shkruani hyrjen në anglisht")), Length(max=LONGEST_WORDS)]
    )
    left_out = SelectMultipleField(
        _l("Çfarë lihet jashtë"), description=_l("Çfarë lihet jashtë nuk tregohet as në numrat e tjerë.")
    )

    def offer(self, items: list[SelectChoice]) -> "IssueForm":
        self.left_out.choices = items
        return self


class IssueApprovalForm(BesaForm):
    """`names_reason` is asked for where the words name somebody, or may. `revision`: as above."""

    revision = HiddenField()
    names_reason = TextAreaField(
        _l("Pse mund të lexohet kështu"),
        description=_l("Vetëm kur fjalët tregojnë dikë që mund të njihet. Shkruani me fjalë; mbetet në gjurmë."),
        validators=[Optional(), Length(max=LONGEST_REASON)],
    )


class IssueWithdrawalForm(BesaForm):
    reason = TextAreaField(
        _l("Pse tërhiqet"),
        description=_l("E lexon kushdo që e kërkon. Pa emra njerëzish."),
        validators=[InputRequired(_l("Shkruani pse tërhiqet")), Length(max=LONGEST_REASON)],
    )
