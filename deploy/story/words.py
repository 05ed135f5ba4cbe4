"""What is written in the story. Every person is a plain sample; the events are invented."""

import struct
import zlib
from collections.abc import Mapping

from deploy.api import Measure

CHILD = "Shembull Emri"
CONTACT = "shembull.ankuesi@example.org"
NARRATIVE = (
    "Shembull: autobusi i shkollës nuk vjen më në fshat që nga shtatori. Fëmijët ecin gjashtë kilometra buzë rrugës, "
    "pa trotuar dhe pa ndriçim. Disa prej tyre nuk shkojnë më në shkollë kur bie shi."
)
WANTED = "Të vijë përsëri autobusi dhe rruga të jetë e sigurt."
SUMMARY = (
    "Transporti i nxënësve nga një fshat është ndërprerë që nga fillimi i vitit shkollor. Fëmijët ecin buzë një rruge pa "
    "trotuar dhe disa e ndërpresin shkollën kur moti është i keq."
)
RIGHTS = ["28"]
FINDINGS = (
    "Bashkia e ka ndërprerë kontratën e transportit pa zgjidhje tjetër. Drejtoria arsimore e dinte dhe nuk veproi. "
    "Policia nuk ka masa sigurie në segmentin ku ecin fëmijët. Dy bashkitë fqinje, ku vazhdon rruga, nuk e dinin."
)
TITLE = "Transporti i sigurt i nxënësve"
GROUNDS = "Konventa për të Drejtat e Fëmijës, neni 28: shteti merr masa që fëmijët ta ndjekin rregullisht shkollën."
ITEMS: list[Measure] = [
    {
        "text": "Të rivendoset transporti i nxënësve deri në shkollën më të afërt.",
        "evidence_expected": "Kontrata ose urdhri i transportit dhe orari i tij.",
    },
    {
        "text": "Të sigurohet rruga në kohën kur fëmijët shkojnë në shkollë dhe kthehen prej saj.",
        "evidence_expected": "Plani i masave me afate dhe personi përgjegjës.",
    },
]
NEIGHBOURS_TITLE = "Autobusi i nxënësve deri te shkollat e bashkive fqinje"
NEIGHBOURS_ITEMS: list[Measure] = [
    {
        "text": "Të merren edhe nxënësit e fshatit në linjën e autobusit të shkollës.",
        "evidence_expected": "Orari i linjës me ndalesën e re.",
    },
]
LINKED_TITLE = "Vendet e lira në autobusin e nxënësve"
ANSWERED_BY = {"name": "Shembull Sekretari", "function": "Sekretar i përgjithshëm"}
REFUSAL = "Transporti i nxënësve është detyrë e bashkisë; drejtoria nuk ka buxhet për të."
IN_PART = "Do të ndryshojmë orarin e mësimit që fëmijët të mos ecin në errësirë."
MORE_TIME = "Plani i masave kërkon miratimin e drejtorisë së përgjithshme."
ON_PAPER = "Shembull, shkresa nr. 12: bashkia e pranon rekomandimin dhe do ta zgjasë linjën e autobusit deri te fshati."
TO_COMPLAINANT = (
    "Bashkia e rivendosi autobusin. Për rrugën e sigurt do të shohim përsëri. Na shkruani nëse diçka nuk shkon."
)
OTHER_NARRATIVE = "Shembull: shkolla kërkon pagesë për librat, kurse ne na thanë se janë falas."
DANGER_NARRATIVE = "Shembull: kam frikë tani. Dikush në shtëpi më kërcënon."
TO_THE_BODY = "Një familje thotë se një shkollë kërkon pagesë për libra që duhet të jepen falas."
PUBLISHED_BECAUSE = "Interes publik; dokumenti nuk përmban të dhëna për fëmijën."


def complaint(bodies: list[str], municipality: str) -> Mapping[str, object]:
    """A parent's complaint for a child, with a mail address that is marked as safe."""
    return {
        "submitter": {
            "role": "parent",
            "name": "Shembull Mbiemri",
            "contact": {"email": CONTACT, "safe": True},
            "keep_secret": True,
        },
        "child": {"name": CHILD, "age": 9},
        "narrative": NARRATIVE,
        "wanted": WANTED,
        "bodies": [{"institution_id": body} for body in bodies],
        "municipality": municipality,
        "language": "sq",
    }


def other_complaint() -> Mapping[str, object]:
    """An adult's complaint about something that another body deals with."""
    return {
        "submitter": {"role": "parent", "name": "Shembull Tjetri", "keep_secret": True},
        "child": {},
        "narrative": OTHER_NARRATIVE,
        "language": "sq",
    }


def complaint_in_danger() -> Mapping[str, object]:
    """A child's complaint that cannot wait."""
    return {
        "submitter": {"role": "child", "keep_secret": True},
        "child": {},
        "narrative": DANGER_NARRATIVE,
        "urgency": {"in_danger_now": True},
        "language": "sq",
    }


def picture(seed: int) -> bytes:
    """A small PNG of one colour. `seed` (0 to 255) makes files that differ."""
    row = b"\x00" + bytes((seed, 120, 80)) * 8
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * 8)),
        (b"IEND", b""),
    ]
    framed = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)
