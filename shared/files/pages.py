"""A PDF built anew from its pages: what is painted on them, and what that needs. All else is left behind by not being copied: the
catalogue with its scripts and attachments, links and notes, forms, metadata, layers that are off, earlier versions of the file.

To copy pages into a new file and to save a file again were tried and keep scripts, attachments and what lies inside pictures.
"""

import io
import math
from collections.abc import Iterable, Iterator
from typing import Any

from pypdf import PdfReader, PdfWriter, Transformation, overwrite_configuration
from pypdf.errors import DependencyError, LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NumberObject, StreamObject

from shared.files import images, weighing
from shared.files.following import at, items, unpacked
from shared.files.layers import Layers
from shared.files.objects import DEEPEST, Copy, added, without_orphans
from shared.files.refused import RefusedFileError

#: `MOST_NODES`: of the tree that holds the pages, which may name one of them as often as it likes. `LARGEST_SIDE`: of a page, in units
#: (ISO 32000-1, annex C.2): who shows it makes a picture of that size.
MOST_PAGES, MOST_NODES, LARGEST_SIDE = 500, 2_000, 14_400
_BOXES = ("/MediaBox", "/CropBox")
_OF_PAGE = (*_BOXES, "/Rotate", "/UserUnit")
#: Of a note: hidden, and not shown on a screen.
_HIDDEN = 2 | 32
#: Three bytes for each point of the largest picture.
overwrite_configuration(zlib_maximum_output_length=3 * images.MOST_PIXELS)


def rebuilt(content: bytes) -> bytes:
    """Raises `RefusedFileError`, or what pypdf raises of a broken one."""
    try:
        return _rebuilt(PdfReader(io.BytesIO(content), strict=False))
    except DependencyError as error:
        raise RefusedFileError("file_encrypted") from error
    except (LimitReachedError, RecursionError) as error:
        raise RefusedFileError("file_too_complex") from error


def _rebuilt(reader: PdfReader) -> bytes:
    if reader.is_encrypted:
        raise RefusedFileError("file_encrypted")
    catalogue = reader.root_object
    writer = PdfWriter()
    layers = Layers(catalogue)
    copy = Copy(writer, layers)
    for number, page in enumerate(_pages(catalogue), 1):
        if number > MOST_PAGES:
            raise RefusedFileError("file_too_complex")
        _add(writer, copy, layers, page)
    if not writer.pages:
        raise RefusedFileError("file_broken")
    # The name of the library says nothing of the sender; it is left out all the same.
    writer.metadata = None
    weighing.weigh(writer.pages, copy.painted)
    without_orphans(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _pages(catalogue: Any) -> Iterator[DictionaryObject]:
    left, nodes = [(at(catalogue, "/Pages"), 0)], 0
    while left:
        (node, depth), nodes = left.pop(), nodes + 1
        if nodes > MOST_NODES or depth > DEEPEST:
            raise RefusedFileError("file_too_complex")
        if isinstance(node, DictionaryObject) and "/Kids" in node:
            left.extend((kid, depth + 1) for kid in reversed(items(node, "/Kids")))
        elif isinstance(node, DictionaryObject):
            yield node


def _add(writer: PdfWriter, copy: Copy, layers: Layers, page: Any) -> None:
    boxes = {key: _box(page, key) for key in _BOXES}
    new = writer.add_blank_page(1, 1)
    for key in _OF_PAGE:
        if (value := boxes.get(key, _inherited(page, key))) is not None:
            new[NameObject(key)] = copy.of(value)
    given = _inherited(page, "/Resources")
    parts = [unpacked(part) for part in items(page, "/Contents") if isinstance(part, StreamObject)]
    notes = list(_notes(copy, layers, page, given))
    said = b"\n".join(parts)
    painted = copy.content(said, given)
    resources = copy.resources(given, painted)
    for number, (name, placed) in enumerate(notes):
        resources.setdefault(NameObject("/XObject"), DictionaryObject())[NameObject(f"/BesaNote{number}")] = name
        painted.said = b"q\n%sQ\n" % painted.said if number == 0 else painted.said
        painted.said += b"q %s cm /BesaNote%d Do Q\n" % (placed, number)
        painted.used["/XObject"][f"/BesaNote{number}"] += 1
    new[NameObject("/Resources")] = resources
    new[NameObject("/Contents")] = added(writer, copy.stream(painted))


def _box(page: Any, key: str) -> ArrayObject | None:
    """Raises `RefusedFileError` for one that is none, or is larger than a page may be."""
    if (value := _inherited(page, key)) is None:
        return ArrayObject([NumberObject(one) for one in (0, 0, 612, 792)]) if key == "/MediaBox" else None
    if not isinstance(value, ArrayObject):
        raise RefusedFileError("file_broken")
    edges = [float(each.get_object()) for each in value]
    if len(edges) != 4 or not all(map(math.isfinite, edges)):
        raise RefusedFileError("file_broken")
    unit = float(_inherited(page, "/UserUnit") or 1)
    if max(abs(edges[2] - edges[0]), abs(edges[3] - edges[1])) * unit > LARGEST_SIDE:
        raise RefusedFileError("file_too_complex")
    return value


def _inherited(page: Any, key: str) -> Any:
    node, seen = page, 0
    while node is not None and seen < DEEPEST:
        if key in node:
            return node[key]
        node, seen = at(node, "/Parent"), seen + 1
    return None


def _notes(copy: Copy, layers: Layers, page: Any, around: Any) -> Iterable[tuple[IndirectObject, bytes]]:
    """What stamps, notes and filled fields look like, with where it is painted: a form that was filled in must not come out empty."""
    for note in items(page, "/Annots"):
        if not isinstance(note, DictionaryObject) or at(note, "/Subtype") == "/Popup":
            continue
        if layers.hides(note, "/OC"):
            continue
        if int(at(note, "/F", 0)) & _HIDDEN:
            continue
        look = _look(note)
        if look is None or "/Rect" not in note or layers.hides(look, "/OC"):
            continue
        placed = _placed(look, [float(edge) for edge in items(note, "/Rect")])
        if placed:
            yield copy.form(look, around), placed


def _look(note: DictionaryObject) -> StreamObject | None:
    look = at(at(note, "/AP", DictionaryObject()), "/N")
    if isinstance(look, DictionaryObject) and not isinstance(look, StreamObject):
        look = at(look, at(note, "/AS", "/Off"))
    return look if isinstance(look, StreamObject) else None


def _placed(look: StreamObject, rect: list[float]) -> bytes | None:
    """The matrix that puts a look into its rectangle (ISO 32000-1, 12.5.5)."""
    box = [float(edge) for edge in items(look, "/BBox")]
    if len(box) != 4 or len(rect) != 4:
        return None
    matrix = [float(one) for one in items(look, "/Matrix")] or [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    turn = Transformation(tuple(matrix))  # type: ignore[arg-type]  # six numbers
    corners = [turn.apply_on((x, y)) for x in (box[0], box[2]) for y in (box[1], box[3])]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    low, high = min(y for _, y in corners), max(y for _, y in corners)
    if right <= left or high <= low:
        return None
    wide = (max(rect[0], rect[2]) - min(rect[0], rect[2])) / (right - left)
    tall = (max(rect[1], rect[3]) - min(rect[1], rect[3])) / (high - low)
    x, y = min(rect[0], rect[2]) - left * wide, min(rect[1], rect[3]) - low * tall
    return b"%.5f 0 0 %.5f %.5f %.5f" % (wide, tall, x, y)
