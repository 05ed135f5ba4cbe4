"""Whom a narrative names after a word for a relative, in small letters too, is looked for in what leaves."""

import pytest

from services.intake import data
from services.intake.domain.told import kin_persons
from tests.intake.test_comparing import offer
from tests.intake.test_names_measured import innocent


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("E pa edhe motra, klea, në oborr.", "Sipas kleas, mësuesja bërtiti."),
        ("e pa vëllai i saj, ardit, kur doli", "Dëshmitari Ardit u dëgjua."),
        ("motra e tij e vogël: klea", "U dëgjua klea në zyrë."),
        ("Vjen me motrën Klea çdo ditë.", "U dëgjua Klea në zyrë."),
        ("Atë ditë ishte kushëriri im, ermal zhabjaku, në shtëpi.", "U dëgjua Ermal Zhabjaku."),
        ("shoqja e saj që quhet klea e pa", "E pa edhe klea."),
        ("vëllai (ardit) qau", "Të dëgjohet edhe Arditi."),
        ("My sister, klea, saw it.", "It was seen by Klea."),
    ],
)
def test_a_relative_of_the_narrative_is_a_question_or_a_stop(world, told, text):
    complaint = world.complain(narrative=told)
    found = offer(world, [complaint["id"]], text)
    assert found["stops"] + found["questions"] >= 1


@pytest.mark.parametrize(
    "told",
    [
        "Motra ime nuk flinte natën.",
        "Vëllai, megjithatë, u kthye.",
        "Nëna e nxënësit u ankua. Policia nuk erdhi.",
        "babai im punon larg",
    ],
)
def test_what_a_relative_did_is_no_name(told):
    assert [one.name for one in kin_persons(told, (), data.speech()) if not one.told] == []


def test_innocent_texts_tell_of_nobody():
    told = [one.name for text in innocent() for one in kin_persons(text, (), data.speech())]
    assert len(set(told)) <= 2, set(told)
