"""What stands on an envelope: the number on its label, and whose address nobody knows."""

import pytest

from tests.partners.test_post_book import body, book, clerk, only, sent

__all__ = ["body", "clerk"]

LABEL = "RR123456789AL"
OF_AN_ENVELOPE = "RR987654321AL"


def test_one_that_is_on_another_bodys_letter_is_refused_at_once_and_later(bench, clerk, body):
    other = bench.body(postal="Rruga e Shembullit 2, 1001 Tiranë")
    for one in (body, other):
        bench.issue(one)
    mine, theirs = only(clerk, body), only(clerk, other)
    both = sent(clerk, mine, theirs, tracking=LABEL)
    assert (both.status_code, both.json["code"]) == (422, "label_taken")
    assert sent(clerk, mine, tracking=LABEL).status_code == 200
    later = sent(clerk, theirs, tracking=LABEL)
    assert (later.status_code, later.json["code"]) == (422, "label_taken")
    assert only(clerk, other)["state"] == "to_post"
    assert sent(clerk, mine, tracking=LABEL).status_code == 200, "the same told again is no fault"


@pytest.mark.parametrize("typed", ["rr100000001al", "RR 100 000 002 AL", "RR100-000-003AL"])
def test_one_label_has_one_number_however_it_is_typed(bench, clerk, body, typed):
    other = bench.body(postal="Rruga e Shembullit 2, 1001 Tiranë")
    for one in (body, other):
        bench.issue(one)
    mine = only(clerk, body)
    assert sent(clerk, mine, tracking=typed).status_code == 200
    label = only(clerk, body)["tracking"]
    assert label in {"RR100000001AL", "RR100000002AL", "RR100000003AL"}
    assert sent(clerk, mine, tracking=label).status_code == 200, "the same told again is no fault"
    refused = sent(clerk, only(clerk, other), tracking=label)
    assert (refused.status_code, refused.json["code"]) == (422, "label_taken")


@pytest.mark.parametrize(
    ("way", "typed"),
    [
        ("post", "Emri Shembull"),
        ("hand", "Emri Shembull 12"),
        ("courier", "E mori mësuesja, 5"),
        ("hand", "prot."),
    ],
)
def test_a_number_holds_no_words_and_so_nobodys_name(bench, clerk, body, way, typed):
    bench.issue(body)
    refused = sent(clerk, only(clerk, body), way=way, tracking=typed)
    assert (refused.status_code, refused.json["code"]) == (422, "label_form")
    assert only(clerk, body)["state"] == "to_post"


def test_the_number_of_a_protocol_is_kept_as_it_was_typed(bench, clerk, body):
    bench.issue(body)
    assert sent(clerk, only(clerk, body), way="hand", tracking="Nr. 1234/5 prot.").status_code == 200
    assert only(clerk, body)["tracking"] == "Nr. 1234/5 prot."


def test_letters_of_one_body_may_lie_in_one_envelope_and_a_protocol_by_hand_has_many(bench, clerk, body):
    other = bench.body()
    for one in (body, body, other):
        bench.issue(one)
    first, second = book(clerk, body)
    assert sent(clerk, first, second, tracking=OF_AN_ENVELOPE).status_code == 200
    assert sent(clerk, only(clerk, other), way="hand", tracking=OF_AN_ENVELOPE).status_code == 200


def test_nothing_is_posted_to_a_body_whose_address_nobody_knows(bench, clerk):
    body = bench.body()
    bench.issue(body)
    refused = sent(clerk, only(clerk, body))
    assert (refused.status_code, refused.json["code"]) == (409, "no_postal_address")
    assert f"/institutions/{body.id}/contacts" in refused.json["detail"]
    assert sent(clerk, only(clerk, body), way="courier").status_code == 409
    assert only(clerk, body)["state"] == "to_post"
    assert sent(clerk, only(clerk, body), way="hand").status_code == 200
