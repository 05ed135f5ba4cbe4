"""The number on the label of a registered letter is that of one envelope, and so of one body."""

from tests.partners.bench import today
from tests.partners.test_post_book import body, book, clerk, label, only, sent

__all__ = ["body", "clerk"]


class TestLabels:
    """The number on the label of a registered letter."""

    LABEL = "RR123456789AL"
    OF_AN_ENVELOPE = "RR987654321AL"

    def test_one_that_is_on_another_bodys_letter_is_refused_at_once_and_later(self, bench, clerk, body):
        other = bench.body(postal="Rruga e Shembullit 2, 1001 Tiranë")
        for one in (body, other):
            bench.issue(one)
        mine, theirs = only(clerk, body), only(clerk, other)
        both = sent(clerk, mine, theirs, tracking=self.LABEL)
        assert (both.status_code, both.json["code"]) == (422, "label_taken")
        assert sent(clerk, mine, tracking=self.LABEL).status_code == 200
        later = sent(clerk, theirs, tracking=self.LABEL)
        assert (later.status_code, later.json["code"]) == (422, "label_taken")
        assert only(clerk, other)["state"] == "to_post"
        assert sent(clerk, mine, tracking=self.LABEL).status_code == 200, "the same told again is no fault"

    def test_letters_of_one_body_may_lie_in_one_envelope_and_a_protocol_by_hand_has_many(self, bench, clerk, body):
        other = bench.body()
        for one in (body, body, other):
            bench.issue(one)
        first, second = book(clerk, body)
        assert sent(clerk, first, second, tracking=self.OF_AN_ENVELOPE).status_code == 200
        assert sent(clerk, only(clerk, other), way="hand", tracking=self.OF_AN_ENVELOPE).status_code == 200

    def test_each_letter_may_have_its_own_number(self, bench, clerk):
        bodies = [bench.body(postal="Rruga e Shembullit 1, 1001 Tiranë") for _ in range(2)]
        bench.issue(*bodies)
        waiting = [only(clerk, one) for one in bodies]
        entries = [{"id": one["id"], "tracking": label(one)} for one in waiting]
        answer = clerk.post("/post-book/sendings", {"way": "post", "day": today().isoformat(), "entries": entries})
        assert sorted(one["tracking"] for one in answer.json["items"]) == sorted(map(label, waiting))
