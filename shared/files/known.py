"""What is copied of each kind of a PDF's objects (ISO 32000-1), by its keys, and of which kind its values are: `""` is numbers and names.
What is not here is left behind: what acts, what lies elsewhere, what tells of who made it, and whatever else somebody put there.
"""


def _known(plain: str, **others: str) -> dict[str, str]:
    return {f"/{key}": "" for key in plain.split()} | {f"/{key}": kind for key, kind in others.items()}


_FUNCTION = _known(
    "FunctionType Domain Range C0 C1 N Bounds Encode Size BitsPerSample Order Decode", Functions="function"
)
KNOWN = {
    "image": _known(
        "Type Subtype Width Height BitsPerComponent Intent ImageMask Decode Interpolate Matte",
        ColorSpace="space", Mask="object", SMask="object",
    ),
    "form": _known("Type Subtype FormType BBox Matrix", Group="group"),
    "group": _known("Type S I K", CS="space"),
    "state": _known(
        "Type LW LC LJ ML D RI OP op OPM FL SM SA BM CA ca AIS TK",
        Font="font", SMask="mask", TR="function", TR2="function",
    ),
    "mask": _known("Type S BC", G="object", TR="function"),
    "pattern": _known(
        "Type PatternType PaintType TilingType BBox XStep YStep Matrix", Shading="shading", ExtGState="state"
    ),
    "shading": _known(
        "ShadingType Background BBox AntiAlias Domain Matrix Coords Extend BitsPerCoordinate BitsPerComponent BitsPerFlag Decode VerticesPerRow",
        ColorSpace="space", Function="function",
    ),
    "function": _FUNCTION,
    "space": _FUNCTION | _known("WhitePoint BlackPoint Gamma Matrix Subtype", Colorants="space"),
    "font": _known(
        "Type Subtype BaseFont Name FirstChar LastChar Widths DW W DW2 W2 FontBBox FontMatrix",
        FontDescriptor="descriptor", Encoding="table", ToUnicode="table", DescendantFonts="font", CIDSystemInfo="set",
        CIDToGIDMap="program", CharProcs="letter",
    ),
    "descriptor": _known(
        "Type FontName FontStretch FontWeight Flags FontBBox ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth",
        FontFile="program", FontFile2="program", FontFile3="program",
    ),
    "table": _known("Type BaseEncoding Differences CMapName WMode", UseCMap="table", CIDSystemInfo="set"),
    "set": _known("Supplement", Registry="word", Ordering="word"),
    "program": _known("Length1 Length2 Length3 Subtype"),
    "fax": _known("K EndOfLine EncodedByteAlign Columns Rows EndOfBlock BlackIs1 DamagedRowsBeforeError", JBIG2Globals="pieces"),
    "letter": {},
}  # fmt: skip
#: Which kinds may be a stream.
STREAMS = frozenset(("object", "pattern", "shading", "function", "space", "table", "program", "letter"))
RESOURCES = {
    "/Font": "font", "/XObject": "object", "/ExtGState": "state", "/ColorSpace": "space", "/Pattern": "pattern", "/Shading": "shading",
}  # fmt: skip
