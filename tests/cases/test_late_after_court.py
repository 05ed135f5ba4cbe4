"""A body that was late before a court took the matter: letter, API and message say the same of its days when the matter is back."""

from datetime import timedelta

from tests.cases.ladder_world import day_of
from tests.cases.test_elsewhere import BACK, COURT, school, step
from tests.cases.test_elsewhere_told import messages, written_as

__all__ = ["school"]


def test_the_days_of_the_court_are_left_out_of_what_the_reminder_counts_and_it_says_so(school):
    due = day_of(school.owed[0]["reply_due"])
    with school.on(due + timedelta(days=2)):
        step(school, COURT)
    with school.on(due + timedelta(days=12)):
        step(school, BACK)
    with school.on(due + timedelta(days=15)):
        late = school.owed[0]["timeliness"]["reply"]
        assert late == {"word": "late", "days": 5}
        words = [one["text"]["text"] for one in school.draft()]
    assert words
    for one in words:
        assert "Kanë kaluar 5 ditë, pa ditët kur çështja ishte te gjykata ose prokuroria" in one, one


def test_who_complained_is_not_told_that_a_term_runs_which_was_over(school):
    written_as(school, False, "sq")
    due = day_of(school.owed[0]["reply_due"])
    with school.on(due + timedelta(days=2)):
        step(school, COURT)
    with school.on(due + timedelta(days=12)):
        step(school, BACK)
    back = next(one for one in messages(school) if "iu kthye zyrës" in one)
    assert "dita e fundit për të ka kaluar" in back
    assert "numërohet përsëri" not in back


def test_where_days_are_left_it_is_told_that_they_go_on(school):
    written_as(school, False, "sq")
    step(school, COURT)
    with school.on(day_of(school.act["issued_at"][:10]) + timedelta(days=9)):
        step(school, BACK)
    assert any("numërohet përsëri" in one for one in messages(school))
