"""The clean copy of a PDF holds what was seen of it, and nothing that stood where nobody looks."""

import io
import zlib

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from shared.files import pages
from shared.files.refused import RefusedFileError
from tests.hostile_files import dictionary, form, photograph, stream

MARK = b"MARK-OLD"
OCG, OCMD = NameObject("/OCG"), NameObject("/OCMD")


class Sheet:
    """A PDF of one page, to be written wrongly."""

    def __init__(self, said: bytes = b"", **members: object) -> None:
        self.writer = PdfWriter()
        self.page = self.writer.add_blank_page(200, 200)
        self.resources = self.page[NameObject("/Resources")] = dictionary(Font=dictionary(F=HELVETICA))
        self.page[NameObject("/Contents")] = self.put(stream(said))
        self.page.update(dictionary(**members))

    def put(self, one):
        return self.writer._add_object(one)

    def name(self, kind: str, **named: object) -> None:
        self.resources.setdefault(NameObject(kind), DictionaryObject()).update(dictionary(**named))

    def layer(self, **usual: object):
        """One layer, on by itself; `usual`: what is said of it, by which keys it is listed."""
        layer = self.put(dictionary(Type=OCG))
        said = {key: ArrayObject([layer]) if value is None else value for key, value in usual.items()}
        self.writer._root_object[NameObject("/OCProperties")] = dictionary(
            OCGs=ArrayObject([layer]), D=dictionary(**said)
        )
        return layer

    def copied(self) -> PdfReader:
        made = io.BytesIO()
        self.writer.write(made)
        return PdfReader(io.BytesIO(pages.rebuilt(made.getvalue())))


HELVETICA = dictionary(Type=NameObject("/Font"), Subtype=NameObject("/Type1"), BaseFont=NameObject("/Helvetica"))


def held(copy: PdfReader) -> bytes:
    """All that is in it, unpacked."""
    found = [copy.get_object(number) for number in range(1, copy.trailer["/Size"])]
    streams = [one for one in found if isinstance(one, StreamObject)]
    return b"\n".join([repr(found).encode(), *(one.get_data() for one in streams)])


def image(said: bytes, wide: int = 2, tall: int = 2, **members: object) -> StreamObject:
    made = StreamObject()
    made._data = said
    plain = {"ColorSpace": NameObject("/DeviceGray"), "BitsPerComponent": NumberObject(8)}
    size = {"Width": NumberObject(wide), "Height": NumberObject(tall)}
    made.update(dictionary(Type=NameObject("/XObject"), Subtype=NameObject("/Image"), **size, **{**plain, **members}))
    return made


def piece(kind: int, said: bytes, many: int) -> bytes:
    """Of JBIG2, which names `many` others."""
    names = bytes([many << 5]) if many < 5 else (0xE0000000 | many).to_bytes(4, "big") + bytes((many + 8) // 8)
    return bytes([0, 0, 0, 9, kind]) + names + bytes(many) + b"\1" + len(said).to_bytes(4, "big") + said


class TestALayerThatIsOff:
    @pytest.mark.parametrize(
        "usual",
        [
            {"OFF": None},
            {"BaseState": NameObject("/OFF")},
            {"Usage": dictionary(View=dictionary(ViewState=NameObject("/OFF")))},
        ],
    )
    def test_is_in_no_copy_however_it_is_off_and_what_is_on_stands_as_it_stood(self, usual):
        sheet = Sheet(
            b"BT /F 9 Tf [1] 0 /O#43 /L BDC 1 0 0 rg (MARK-OLD) Tj EMC 9 9 Td (mbetet) Tj ET 0 0 1 1 re f /X Do"
        )
        layer = sheet.layer(**usual)
        layer.get_object().update(dictionary(**{key: value for key, value in usual.items() if key == "Usage"}))
        sheet.name("/Properties", L=layer)
        sheet.name("/XObject", X=sheet.put(form(b"(MARK-OLD) Tj", OC=layer)))
        copy = sheet.copied()
        assert MARK not in held(copy)
        assert copy.pages[0].extract_text() == "mbetet"
        # What is set on it holds after it too.
        assert b"1 0 0 rg" in held(copy) and b"0 0 1 1 re\nf\n" in held(copy)

    @pytest.mark.parametrize(
        ("said", "shown"),
        [
            ({"P": "/AllOn"}, False),
            ({"P": "/AnyOff"}, True),
            ({"VE": ["/Not"]}, True),
            ({"VE": ["/And"]}, False),
        ],
    )
    def test_counts_in_an_agreement_of_several_as_a_reader_counts_it(self, said, shown):
        sheet = Sheet(b"BT /F 9 Tf /OC /L BDC (MARK-OLD) Tj EMC ET")
        off = sheet.layer(OFF=None)
        told = {"P": NameObject(said["P"])} if "P" in said else {}
        if "VE" in said:
            told["VE"] = ArrayObject([*map(NameObject, said["VE"]), off])
        sheet.name("/Properties", L=sheet.put(dictionary(Type=OCMD, OCGs=ArrayObject([off]), **told)))
        assert (MARK in held(sheet.copied())) == shown

    def test_takes_its_notes_and_pictures_with_it(self):
        sheet = Sheet(b"/OC /L BDC BI /W 8 /H 1 /IM true ID M EI MARK-OLD sh EMC")
        off = sheet.layer(OFF=None)
        sheet.name("/Properties", L=off)
        rect = ArrayObject([FloatObject(one) for one in (0, 0, 9, 9)])
        look = sheet.put(form(b"(MARK-OLD) Tj"))
        note = dictionary(Subtype=NameObject("/Stamp"), Rect=rect, AP=dictionary(N=look), OC=off)
        sheet.page[NameObject("/Annots")] = ArrayObject([note])
        assert MARK not in held(sheet.copied())

    @pytest.mark.parametrize(
        "said",
        [
            b"/OC /L BDC /X Do EMC /X0 Do",
            b"/OC /L BDC q /P scn 0 0 1 1 re f Q EMC 0 0 1 1 re f",
            b"/OC /L BDC /P scn q /G gs Q EMC 0 g",
            b"/OC /L BDC /P scn q /G gs Q EMC 0 g (MARK-OLD) (a) Tj [(MARK-OLD)] [(a)] TJ /MARK-OLD 1 w [/MARK-OLD 1] 0 d",
            b"/OC /L BDC BI /W 8 /H 1 /BPC 8 /CS /C ID MARK-OLD EI EMC",
        ],
    )
    def test_takes_what_it_paints_with_it_and_so_does_a_resource_that_nothing_paints(self, said):
        sheet = Sheet(said + b" /U0 Do /F1 Do")
        sheet.name("/Properties", L=sheet.layer(OFF=None))
        within = dictionary(Font=dictionary(F=HELVETICA))
        hidden = sheet.put(form(b"BT /F 9 Tf (MARK-OLD) Tj ET", Resources=within))
        tile = sheet.put(stream(b"BT /F 9 Tf (MARK-OLD) Tj ET", PatternType=NumberObject(1), Resources=within))
        table = sheet.put(stream(MARK))
        space = [NameObject("/Indexed"), NameObject("/DeviceGray"), NumberObject(7), table]
        sheet.name("/XObject", X=hidden, U=sheet.put(image(MARK, 8, 1)), F1=sheet.put(form(b"")))
        sheet.name("/Pattern", P=tile)
        sheet.name("/ColorSpace", C=ArrayObject(space))
        sheet.name("/ExtGState", G=dictionary(SMask=dictionary(G=hidden)))
        copy = sheet.copied()
        assert MARK not in held(copy)
        assert list(copy.pages[0]["/Resources"]["/XObject"]) == ["/F1"]

    def test_is_shown_where_it_is_on(self):
        sheet = Sheet(b"BT /F 9 Tf /OC /L BDC (MARK-OLD) Tj EMC ET")
        sheet.name("/Properties", L=sheet.layer(ON=None))
        assert sheet.copied().pages[0].extract_text() == "MARK-OLD"


class TestWhatNobodySees:
    def test_a_photograph_in_a_letter_that_is_drawn_is_painted_anew(self):
        sheet = Sheet(b"BT /T 9 Tf (a) Tj ET")
        glyph = sheet.put(stream(b"9 0 d0 BI /W 40 /H 20 /F /D#43T ID " + photograph() + b" EI"))
        sheet.name("/Font", T=dictionary(Subtype=NameObject("/Type3"), CharProcs=dictionary(a=glyph)))
        # Named elsewhere first, as what it is not.
        sheet.name("/ExtGState", G=dictionary(X=glyph))
        sheet.page[NameObject("/Contents")].get_object()
        copy = sheet.copied()
        drawn = copy.pages[0]["/Resources"]["/Font"]["/T"]["/CharProcs"]["/a"]
        assert (b"MARK" in drawn.get_data(), b"BI" in drawn.get_data(), drawn.get_data()[-4:]) == (
            False,
            False,
            b" Do\n",
        )
        [shown] = drawn["/Resources"]["/XObject"].values()
        assert b"Exif" not in shown.get_object()._data

    def test_pictures_in_the_middle_keep_their_points_and_nothing_behind_them(self):
        points = b"a EI bc" + bytes(5)
        about = b"BI /W 4 /H 3 /BPC 8 /CS /G "
        sheet = Sheet(
            about + b"ID " + points + b" EI " + about + b"/F /Fl ID " + zlib.compress(points + MARK) + b"\nEI"
        )
        [one, two] = sheet.copied().pages[0]["/Resources"]["/XObject"].values()
        assert one.get_object().get_data() == two.get_object().get_data() == points

    def test_a_fax_in_the_middle_stays(self):
        fax = bytes.fromhex("26a00400400a")
        sheet = Sheet(b"BI /W 8 /H 1 /BPC 1 /IM true /F /CCF /DP << /K -1 /Columns 8 >> ID " + fax + b" EI")
        [one] = sheet.copied().pages[0]["/Resources"]["/XObject"].values()
        assert (one.get_object()["/Filter"], one.get_object()._data) == ("/CCITTFaxDecode", fax)

    @pytest.mark.parametrize("many", [0, 5])
    def test_the_words_among_the_pieces_of_a_scanners_picture_are_left_behind(self, many):
        painted, words = (piece(kind, said, many) for kind, said in ((38, bytes(20)), (62, MARK)))
        sheet = Sheet(b"/X Do")
        shared = sheet.put(stream(words + painted))
        packed = {"Filter": ArrayObject([NameObject("/ASCIIHexDecode"), NameObject("/JBIG2Decode")])}
        told = ArrayObject([NullObject(), dictionary(JBIG2Globals=shared)])
        picture = image((painted + words + painted + b"\r\n").hex().encode() + b">", DecodeParms=told, **packed)
        sheet.name("/XObject", X=sheet.put(picture))
        copy = sheet.copied().pages[0]["/Resources"]["/XObject"]["/X"]
        assert (copy["/Filter"], copy._data) == ("/JBIG2Decode", painted * 2)
        assert copy["/DecodeParms"]["/JBIG2Globals"].get_data() == painted

    @pytest.mark.parametrize("where", ["a comment", "a mark", "an operand", "behind points", "a table of letters"])
    def test_what_stands_beside_what_is_painted_is_left_behind(self, where):
        said = {
            "a comment": b"%MARK-OLD\n0 0 m % (MARK-OLD\r(50%) pop",
            "a mark": b"/Span << /ActualText (MARK-OLD) >> BDC EMC /MARK-OLD MP",
            "an operand": b"(MARK-OLD) 1 w MARK-OLD",
        }.get(where, b"/X Do BT /F 9 Tf (50%) Tj ET")
        sheet = Sheet(said)
        sheet.name("/XObject", X=sheet.put(image(bytes(4) + MARK)))
        table = stream(b"/x begincmap %MARK-OLD\n<00> (%) endcmap")
        sheet.name(
            "/Font", F=dictionary(**{key[1:]: value for key, value in HELVETICA.items()}, ToUnicode=sheet.put(table))
        )
        assert MARK not in held(sheet.copied())

    def test_words_that_nothing_paints_are_left_behind_and_those_by_which_letters_and_colours_are_found_are_not(self):
        sheet, words = Sheet(b"/X Do /F Do BT /C 9 Tf (a) Tj ET"), TextStringObject("MARK-OLD")
        colours = ArrayObject(
            [NameObject("/Indexed"), NameObject("/DeviceRGB"), NumberObject(1), ByteStringObject(b"abcdef")]
        )
        sheet.name("/XObject", X=sheet.put(image(bytes(4), ColorSpace=colours, Producer=words, L=ArrayObject([words]))))
        sheet.name("/XObject", F=sheet.put(form(b"", Author=sheet.put(words))))
        found = dictionary(Registry=sheet.put(TextStringObject("Adobe")), Ordering=TextStringObject("Identity"))
        sheet.name("/Font", C=dictionary(Subtype=NameObject("/Type0"), CIDSystemInfo=found, Note=words))
        copy = sheet.copied()
        assert MARK not in held(copy)
        kept = copy.pages[0]["/Resources"]
        assert kept["/XObject"]["/X"]["/ColorSpace"][3] in ("abcdef", b"abcdef")
        assert kept["/Font"]["/C"]["/CIDSystemInfo"] == {"/Registry": "Adobe", "/Ordering": "Identity"}

    def test_only_what_is_known_of_each_kind_is_copied(self):
        sheet = Sheet(b"/G gs /X Do /F Do BT /F 9 Tf (a) Tj ET 0 0 1 1 re f")
        foreign = sheet.put(stream(MARK))
        other = {"XMP": foreign, "Author": NameObject("/MARK-OLD"), "FontFile2": dictionary(Win=foreign)}
        sheet.name("/ExtGState", G=dictionary(CA=FloatObject(1), **other))
        sheet.name("/XObject", X=sheet.put(image(bytes(4), PS=foreign, **other)))
        sheet.name("/XObject", F=sheet.put(form(b"", Subtype2=NameObject("/PS"), PS=foreign, **other)))
        sheet.name("/Font", F=dictionary(**{key[1:]: value for key, value in HELVETICA.items()}, **other))
        copy = sheet.copied()
        assert MARK not in held(copy)
        assert list(copy.pages[0]["/Resources"]["/ExtGState"]["/G"]) == ["/CA"]

    def test_a_fax_ends_where_its_end_is_said(self):
        fax = bytes.fromhex("26a0") + bytes.fromhex("001001")
        told = dictionary(K=NumberObject(-1), Columns=NumberObject(8), Author=NameObject("/MARK-OLD"))
        picture = image(fax + MARK, Filter=NameObject("/CCITTFaxDecode"), DecodeParms=told)
        sheet = Sheet(b"/X Do")
        sheet.name("/XObject", X=sheet.put(picture))
        copy = sheet.copied().pages[0]["/Resources"]["/XObject"]["/X"]
        assert (copy._data, list(copy["/DecodeParms"])) == (fax, ["/K", "/Columns"])

    @pytest.mark.parametrize("alternate", [None, ArrayObject([NameObject("/Lab"), dictionary()])])
    def test_a_profile_of_colours_is_replaced_by_the_space_of_as_many(self, alternate):
        sheet = Sheet(b"/C cs /X Do")
        profile = sheet.put(stream(MARK, N=NumberObject(3), **({"Alternate": alternate} if alternate else {})))
        space = ArrayObject([NameObject("/ICCBased"), profile])
        sheet.name("/XObject", X=sheet.put(image(bytes(12), ColorSpace=space)))
        sheet.name("/ColorSpace", DefaultRGB=space, C=space)
        copy = sheet.copied()
        assert MARK not in held(copy)
        spaces = copy.pages[0]["/Resources"]["/ColorSpace"]
        assert spaces["/C"] == (alternate or "/DeviceRGB") and "/DefaultRGB" not in spaces

    @pytest.mark.parametrize(
        "packed",
        [
            lambda: image(photograph(), Filter=NameObject("/Unheard")),
            lambda: image(photograph(), Filter=ArrayObject([NameObject("/CCITTFaxDecode"), NameObject("/Unheard")])),
            lambda: form(photograph(), Filter=NameObject("/DCTDecode")),
            lambda: stream(photograph(), Filter=NameObject("/DCTDecode")),
        ],
    )
    def test_what_is_packed_in_a_way_that_does_not_belong_there_is_refused(self, packed):
        sheet = Sheet(b"/X Do")
        made = packed()
        made._data = photograph()
        sheet.name("/XObject", X=sheet.put(made))
        with pytest.raises(RefusedFileError, match="file_too_complex"):
            sheet.copied()


def jpeg(mode: str, number: object, kind: str = "JPEG") -> bytes:
    made = io.BytesIO()
    Image.new(mode, (2, 2), number).save(made, kind)
    return made.getvalue()


class TestAPhotographIsSeenAsItWasSeen:
    def picture(self, said: bytes, packed: str = "DCTDecode", **members: object):
        sheet = Sheet(b"/X Do")
        picture = image(said, Filter=NameObject("/" + packed), **members)
        if packed == "JPXDecode":
            del picture["/ColorSpace"]
        sheet.name("/XObject", X=sheet.put(picture))
        return sheet.copied().pages[0]["/Resources"]["/XObject"]["/X"]

    @staticmethod
    def numbers(picture) -> object:
        return Image.open(io.BytesIO(picture._data)).getpixel((0, 0))

    def test_where_its_numbers_are_turned_round_also_as_a_mask(self):
        turned = ArrayObject(map(NumberObject, (1, 0)))
        mask = image(jpeg("L", 255), Filter=NameObject("/DCTDecode"), Decode=turned)
        copy = self.picture(jpeg("L", 0), Decode=turned, SMask=mask)
        assert (self.numbers(copy), self.numbers(copy["/SMask"])) == (255, 0)
        assert "/Decode" not in copy and "/Decode" not in copy["/SMask"]

    def test_where_its_numbers_stand_for_something_else(self):
        palette = ByteStringObject(bytes([255, 0, 0]) * 256)
        space = ArrayObject([NameObject("/Indexed"), NameObject("/DeviceRGB"), NumberObject(255), palette])
        copy = self.picture(jpeg("L", 7), ColorSpace=space)
        assert (copy["/ColorSpace"][0], copy.get_data()) == ("/Indexed", bytes([7] * 4))

    def test_where_a_key_says_which_are_clear(self):
        key = ArrayObject(map(NumberObject, (0, 255) * 4))
        copy = self.picture(jpeg("CMYK", (0, 9, 99, 0)), ColorSpace=NameObject("/DeviceCMYK"), Mask=key)
        assert (copy["/ColorSpace"], list(copy["/Mask"]), len(copy.get_data())) == ("/DeviceCMYK", list(key), 16)

    @pytest.mark.parametrize("mode", ["LA", "RGBA"])
    def test_where_what_is_clear_lies_inside(self, mode):
        clear = jpeg(mode, (200, 0, 0, 0)[-len(mode) :], "JPEG2000")
        copy = self.picture(clear, "JPXDecode", SMaskInData=NumberObject(1))
        assert copy["/SMask"].get_data() == bytes(4)
        assert "/SMask" not in self.picture(clear, "JPXDecode")

    @pytest.mark.parametrize(
        "members",
        [
            {"ColorSpace": NameObject("/DeviceRGB")},
            {"SMaskInData": NumberObject(1)},
            {"Decode": ArrayObject([NumberObject(1)])},
        ],
    )
    def test_and_refused_where_readers_would_differ(self, members):
        with pytest.raises(RefusedFileError, match="file_too_complex"):
            self.picture(jpeg("L", 0), **members)


class TestWhatNeverEnds:
    @pytest.mark.parametrize("what", ["forms", "tiles", "letters", "itself"])
    def test_is_refused(self, what):
        sheet = Sheet(
            {"tiles": b"/Pattern cs /X scn 0 0 1 1 re f " * 99, "letters": b"BT /X 9 Tf (%s) Tj ET" % (b"a" * 999)}.get(
                what, b"/X Do"
            )
        )
        inner = sheet.put(form(b"0 0 1 1 re f "))
        for _ in range(6 if what in ("tiles", "letters") else 9):
            inner = sheet.put(form(b"/X Do " * 10, Resources=dictionary(XObject=dictionary(X=inner))))
        within = dictionary(XObject=dictionary(X=inner))
        if what == "itself":
            inner.get_object()["/Resources"]["/XObject"][NameObject("/X")] = inner
        if what == "tiles":
            sheet.name("/Pattern", X=sheet.put(stream(b"/X Do", PatternType=NumberObject(1), Resources=within)))
        if what == "letters":
            letter = sheet.put(stream(b"9 0 d0 /X Do"))
            drawn = dictionary(Subtype=NameObject("/Type3"), CharProcs=dictionary(a=letter), Resources=within)
            sheet.name("/Font", X=drawn)
        sheet.name("/XObject", X=inner)
        with pytest.raises(RefusedFileError, match="file_too_complex"):
            sheet.copied()

    def test_neither_does_a_tree_that_names_its_pages_again_and_again(self):
        sheet = Sheet()
        kids = sheet.writer._root_object["/Pages"]["/Kids"]
        for _ in range(9):
            kids = ArrayObject([sheet.put(dictionary(Type=NameObject("/Pages"), Kids=kids))] * 10)
        sheet.writer._root_object["/Pages"][NameObject("/Kids")] = kids
        with pytest.raises(RefusedFileError, match="file_too_complex"):
            sheet.copied()

    @pytest.mark.parametrize("unit", [1, 75_000])
    def test_a_page_larger_than_one_may_be_is_refused(self, unit):
        side = 1_000_000 if unit == 1 else 200
        box = ArrayObject([FloatObject(one) for one in (0, 0, side, 9)])
        with pytest.raises(RefusedFileError, match="file_too_complex"):
            Sheet(MediaBox=box, UserUnit=NumberObject(unit)).copied()


def test_what_an_ordinary_page_paints_is_painted_as_before():
    said = b"q 1 0 0 1 9 9 cm 0.5 g 0 0 m 9 9 l S Q BT /F 12 Tf 14 TL 1 0 0 1 20 50 Tm [(She\\(k\\)) -20 <6b>] TJ (resa) ' ET"
    copy = Sheet(said).copied()
    assert copy.pages[0].extract_text().split() == ["She(k)k", "resa"]
    assert b"".join(copy.pages[0].get_contents().get_data().split()) == b"".join(said.split())
