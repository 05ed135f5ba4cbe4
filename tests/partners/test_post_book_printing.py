"""A batch of the post book as one file: a sheet with the address of each body, its letters, and what they enclose."""

import io
from pathlib import Path
from typing import Any
from uuid import uuid4

import pypdf

from services.partners.actions.printing import TEMPLATES
from shared import typesetting
from tests.partners.bench import Bench, today
from tests.partners.test_post_book import as_office, body, book, clerk, only, printed, remind, sent

__all__ = ["body", "clerk"]


class TestPrinting:
    def test_a_batch_has_a_sheet_and_the_letters_of_each_body(self, bench, clerk):
        bodies = [bench.body(name_sq=f"Bashkia Shembull {place}") for place in range(2)]
        office = bench.staff("admin")
        address = {"kind": "postal", "purpose": "recommendations", "value": "Rruga e Shembullit 1, 1001 Tiranë"}
        assert office.post(f"/institutions/{bodies[0].id}/contacts", address).status_code == 201
        bench.issue(*bodies, **enclosed(bench))
        chosen = [only(clerk, one)["id"] for one in bodies]
        answer = printed(clerk, *chosen)
        assert answer.status_code == 200, answer.text
        assert answer.mimetype == "application/pdf"
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages]
        assert len(pages) == 2 * 4
        assert "Bashkisë Shembull 0" in pages[0], "who is written to stands in the dative"
        assert "Letra: 1 faqe; Afati: 1 faqe" in pages[0]
        assert "Rruga e Shembullit 1" in pages[0]
        assert "Lista e fotografive" in pages[0]
        assert "Letra e shembullit" in pages[1]
        assert "Njehsimi i afatit" in pages[2]
        assert "Bashkisë Shembull 1" in pages[4]
        assert only(clerk, bodies[0])["printed_at"] is not None

    def test_without_a_choice_all_that_wait_are_printed_and_where_nothing_does_it_is_said(self, bench, clerk, body):
        bench.issue(body, **enclosed(bench))
        assert printed(clerk).status_code == 200
        assert only(clerk, body)["printed_at"] is not None
        as_office(bench, "UPDATE post_entry SET state = 'dropped' WHERE state = 'to_post'")
        assert printed(clerk).status_code == 409

    def test_a_letter_whose_paper_is_lost_is_named_and_the_others_are_printed_without_it(self, bench, clerk):
        bodies = [bench.body(name_sq=f"Bashkia Shembull {place}") for place in range(2)]
        whole, torn = enclosed(bench), enclosed(bench, "Vetëm te e para.")
        for one, papers in zip(bodies, (torn, whole), strict=True):
            bench.issue(one, **papers)
        lost, stays = (only(clerk, one)["id"] for one in bodies)
        name = torn["attachments"][0]["document"]
        (Path(bench.platform.settings.documents_url.removeprefix("file://")) / name[:2] / name).unlink()
        refused = printed(clerk, lost, stays)
        assert (refused.status_code, refused.json["code"]) == (409, "paper_lost")
        assert only(clerk, bodies[1])["printed_at"] is None, "nobody takes a batch without it for whole"
        assert printed(clerk, stays).status_code == 200

    def test_what_is_no_list_of_ids_is_refused_and_a_look_prints_nothing(self, clerk):
        for asked in ("x", f"{uuid4()},", f"{uuid4()} {uuid4()}"):
            assert printed(clerk, asked).status_code == 422
        assert printed(clerk, str(uuid4())).status_code == 404
        assert clerk.call("HEAD", "/post-book/batch").status_code == 405

    def test_a_reminder_is_printed_too(self, bench, clerk, body):
        act = bench.issue(body, **enclosed(bench))
        assert sent(clerk, only(clerk, body)).status_code == 200
        remind(bench, act, body)
        reminder = next(one for one in book(clerk, body) if one["rung"])
        answer = printed(clerk, reminder["id"])
        said = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages)
        assert "Për t’u nisur me postë" in said and "Dërguar" not in said, "nobody recorded yet that it left"
        assert "Kujtesa e parë" in said
        assert "Presim." in said

    def test_a_reminder_is_printed_as_it_was_signed(self, bench, clerk, body):
        act = bench.issue(body, **enclosed(bench))
        letter = {"title": "Kujtesë", "text": "E nënshkruar.", "language": "sq", "sender": "Zyra", "to": ""}
        signed = bench.platform.documents.put(typesetting.pdf(letter, today(), TEMPLATES, "text.typ"))
        assert sent(clerk, only(clerk, body)).status_code == 200
        remind(bench, act, body, pdf=signed)
        reminder = next(one for one in book(clerk, body) if one["rung"])
        pages = pypdf.PdfReader(io.BytesIO(printed(clerk, reminder["id"]).data)).pages
        assert "E nënshkruar." in pages[1].extract_text()
        assert "Presim." not in "".join(page.extract_text() for page in pages)


def enclosed(bench: Bench, words: str = "Ditë për ditë.") -> dict[str, Any]:
    """A letter as PDF, with a text and a picture enclosed."""
    documents = bench.platform.documents
    letter = {"title": "Letra e shembullit", "text": "Arsye.", "language": "sq", "sender": "Zyra", "to": ""}
    words_of = {"format": "besa.text.1", "title": "Njehsimi i afatit", "text": words, "language": "sq"}
    return {
        "pdf": documents.put(typesetting.pdf(letter, today(), TEMPLATES, "text.typ")),
        "attachments": [
            {"title_sq": "Afati", "title_en": "The term", "document": documents.put_json(words_of)},
            {"title_sq": "Lista e fotografive", "title_en": "Pictures", "document": documents.put(b"\x89PNG\r\n")},
        ],
    }
