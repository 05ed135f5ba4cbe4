"""How a page addresses who reads it."""

import pytest


@pytest.mark.parametrize(
    ("role", "receipt_says", "mailbox_says", "not_says"),
    [
        (
            "child",
            ("Kodi yt", "të themi a e pranojmë"),
            ("Shkruaj përsëri", "dosjen tënde"),
            ("Kodi juaj", "dosjen tuaj"),
        ),
        (
            "parent",
            ("Kodi juaj", "ju themi a e pranojmë"),
            ("Shkruani përsëri", "dosjen tuaj"),
            ("Kodi yt", "dosjen tënde"),
        ),
    ],
)
def test_a_child_is_ti_and_an_adult_ju_and_no_doubt_about_the_law_is_theirs(
    world, role, receipt_says, mailbox_says, not_says
):
    visitor = world.app.test_client()
    form = {"role": role, "narrative": "Shkolla nuk më pranoi", "name": "Ankues Shembull", "way": "none"}
    assert visitor.post("/intake/complain", data=form).status_code == 303
    done = visitor.get("/intake/complain/done").text
    told = world.complain(submitter={"role": role})
    visitor.post("/intake/mine", data={"code": told["receipt_code"]})
    box = visitor.get("/intake/mine").text
    assert [words in done for words in receipt_says] == [True, True]
    assert [words in box for words in (*mailbox_says, "Përgjigjja jepet deri më")] == [True] * 3
    for words in (*not_says, "konfirmuar"):
        assert words not in done + box + visitor.get("/intake/").text, words
