"""What an earlier letter asked stands in a further one as the sentence that it is: between marks, with none of these of its own."""

from datetime import date

from services.cases.actions.escalations.texts import item_words
from tests.cases.test_moot_steps import school, turned

__all__ = ["school", "turned"]


def test_the_superior_reads_what_was_asked_between_marks(turned):
    texts = [one["text"] for one in turned.further["items"]]
    for number, text in enumerate(texts, start=1):
        assert text.startswith("Të merren masa që ") and text.endswith(f" të zbatojë atë që i kërkuam: “Masa {number}”")


def test_marks_of_what_was_asked_are_of_the_second_sort():
    class Item:
        text, evidence_expected = "Të hiqet shënimi “braktisës”.", "x"

    class Addressee:
        @staticmethod
        def name(_language):
            return "Shkolla Shembull"

    class Act:
        number, issued_on = "R-2026-00001-8", None

    class Matter:
        language, addressee, items, act = "sq", Addressee, [Item], Act

    [(said, _evidence)] = item_words(Matter, "hierarchical_superior", date(2026, 11, 2))
    assert said.endswith("kërkuam: “Të hiqet shënimi ‘braktisës’.”")
