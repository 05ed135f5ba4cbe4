"""A full name of another file in small letters with a comma or a line between, broken over two lines, and in a list of brothers and sisters."""

import pytest

from tests.intake import test_published_texts
from tests.intake.test_comparing import KINDS, offer
from tests.intake.test_name_marks import write_to

FILES = ("Agim Besa", "Agim Hoxha", "Dritan Kola", "Perlina Shkodrani", "Drita Kola", "Besmir Gjoka", "Erion Malaj")
PARTED = (
    "besa, agim", "agim,\nbesa", "agim\nbesa", "(besa, agim)", "nxënësi besa, agim", "lista: besa, agim; klasa", "hoxha, agim", "agim\nhoxha",
    "agim;hoxha", "hoxha; agim", "agim / hoxha", "agim – hoxha", "agim | hoxha", "agimit,\nhoxhës", "perlina,\nshkodrani", "shkodrani , perlina",
)  # fmt: skip
BROKEN = (
    "ag-\nim ho-\nxha", "agim ho-\nxha", "Agim Ho-\nxha", "dri-\ntan kola", "dri-\ntanin ko-\nla", "per-\nlina shkod-\nrani", "perlina shkod-\nranit",
    "Perli-\nna Shkodrani", "Perlina Shkod-\nrani", "agim hox- ha",
)  # fmt: skip
LISTS = (
    "Agim, Besa dhe Dritan Hoxha", "agim, besa dhe dritan hoxha", "agimi, besa e dritani hoxha", "dritan, besa, agim hoxha", "hoxha: agim, besa, dritan",
    "agim, besa, perlina dhe dritan kola", "Agim\nBesa\nDritan Hoxha", "besa, dritan si dhe agim hoxha", "agim/besa/dritan hoxha",
)  # fmt: skip
#: The family's name with a word for it, before or behind; each on a line; and with a word for relatives within.
FAMILIES = (
    "drita, mira dhe agim nga familja kola", "drita, mira, agim (familja kola)", "familja kola ka tre fëmijë: drita, mira dhe agim",
    "- drita\n- mira\n- agim\nfamilja kola", "besmiri me motrat mira e ylka (gjoka)", "1) drita 2) mira 3) agim; mbiemri kola",
    "fëmijët: drita, mira e agim — familja kola", "drita, mira, agim të familjes kola", "drita, mira, agim, të gjithë kola", "drita dhe mira, familja kola", "drita; mira; agim. familja kola", "drita;mira;agim/kola",
    "erioni, mira e agimi, fëmijët e malajve", "1. drita\n2. mira\n3. agim kola", "mira\nagim\ndrita\nfamilja: kola", "Drita, mira e agim nga familja Kola",
)  # fmt: skip
#: As the office writes: no full name of those files.
INNOCENT = (
    "Me besë e me agim të ri, viti nis.", "kola, byrek dhe ujë në mensë", "liria, besa dhe drita e secilit", "në agim\ndhe në mbrëmje", "besa e dhënë, agimi i ditës",
    "agim,\nperlina të detit", "familja ka nevojë për dritë, bukë, ujë dhe kola", "Mungojnë:\n- drita\n- uji\n- ngrohja\nfamilja pret", "familja e tij, besa dhe liria", "hoxha i fshatit, besa e tij",
)  # fmt: skip


@pytest.fixture
def files(world):
    for name in FILES:
        world.complain(submitter={"role": "parent"}, child={"name": name})
    return world.complain()


def found(told):
    return told["stops"] + told["questions"]


@pytest.mark.parametrize("name", [*PARTED, *BROKEN, *LISTS, *FAMILIES])
def test_it_is_found_alone_and_in_a_sentence(world, files, name):
    assert found(offer(world, [files["id"]], "Kthimi", name)), "alone"
    assert found(offer(world, [files["id"]], "Kthimi", f"U tha se {name} mungon prej ditësh.")), "in a sentence"
    assert found(test_published_texts.offer(world, f"U tha se {name} mungon prej ditësh."))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "name", ["besa, agim", "dri-\ntan kola", "agim, besa dhe dritan hoxha", "drita, mira dhe agim nga familja kola"]
)
def test_in_a_text_of_every_kind(world, files, kind, name):
    assert found(offer(world, [], "Kthimi", f"Mungojnë {name}.", kind=kind))


@pytest.mark.parametrize(
    "name", ["besa, agim", "agim,\nhoxha", "agim, besa dhe dritan hoxha", "drita, mira, agim (familja kola)"]
)
def test_a_message_that_may_name_somebody_so_needs_a_reason(world, files, name):
    refused = write_to(world, files, f"Edhe {name} na shkruan.")
    assert (refused.status_code, refused.get_json()["code"]) == (422, "message_may_name")


@pytest.mark.parametrize("text", INNOCENT)
def test_words_that_are_names_in_no_such_pair_are_let_through(world, files, text):
    assert found(offer(world, [files["id"]], "Kthimi", text)) == 0
