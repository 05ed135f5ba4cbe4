"""Cases by cluster of the Convention: each once per cluster, of those alone that the reader may know of."""

import pytest


def opened(approver, **more):
    case = {"trigger": {"kind": "media", "source": "Një gazetë"}, "memo": "Memo.", "title": "Transporti", **more}
    return approver.post("/cases", case).json["id"]


def counts(client, query=""):
    found = client.get(f"/rights{query}").json
    return found["cases"], {one["number"]: one["cases"] for one in found["clusters"]}


def test_a_case_counts_once_in_each_cluster_that_its_articles_stand_in(approver):
    before, clusters = counts(approver)
    opened(approver, rights=["28", "28.2", "37.a"])
    after, found = counts(approver)
    assert after == before + 1
    assert {number: found[number] - clusters[number] for number in found if found[number] != clusters[number]} == {
        "5": 1,
        "8": 1,
    }


def grown(approver, *rights):
    _, before = counts(approver)
    opened(approver, rights=list(rights))
    _, after = counts(approver)
    return {number for number in after if after[number] != before[number]}


def test_an_article_counts_where_the_taxonomy_puts_it_whole_and_its_paragraph_where_that_stands_too(approver):
    education, violence, protection = "8", "5", "9"
    assert grown(approver, "28") == {education}
    assert grown(approver, "28.2") == {education, violence}
    assert grown(approver, "37") == {violence, protection}


def test_a_case_behind_the_readers_wall_is_not_counted(approver, commissioner):
    case_id = opened(approver, rights=["28"])
    before, _ = counts(approver)
    exclusion = {"staff_id": str(approver.id), "excluded": True, "reason": "Lidhje familjare."}
    assert commissioner.post(f"/cases/{case_id}/exclusions", exclusion).status_code == 201
    assert counts(approver)[0] == before - 1


@pytest.mark.parametrize("query", ["?from=x", "?from=2026-02-01&to=2026-01-01", "?year=2026"])
def test_a_period_that_is_none_is_refused(approver, query):
    assert approver.get(f"/rights{query}").status_code == 422


def test_a_year_before_the_office_kept_cases_has_none(approver):
    assert counts(approver, "?from=1999-01-01&to=1999-12-31")[0] == 0
