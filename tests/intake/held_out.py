"""Names and disguises that nobody tuned the look by: written after it, by hand, and kept apart from those in `sample_names`.

Invented people; each name with the forms that a person who speaks Albanian writes, not those of the code.
"""

import html
import unicodedata
from collections.abc import Callable, Iterator
from itertools import product

#: Rarer Albanian, Roma, Greek-minority and Macedonian-spelt first names, hyphenated and short ones.
FIRST = {
    "Lulzim": ["Lulzimi", "Lulzimit", "Lulzimin"], "Flakërim": ["Flakërimi", "Flakërimit", "Flakërimin"],
    "Çelnik": ["Çelniku", "Çelnikut", "Çelnikun"], "Dëfrim": ["Dëfrimi", "Dëfrimit", "Dëfrimin"],
    "Shkëlqim": ["Shkëlqimi", "Shkëlqimit", "Shkëlqimin"], "Xhelal": ["Xhelali", "Xhelalit", "Xhelalin"],
    "Sevdije": ["Sevdija", "Sevdijes", "Sevdijen"], "Zymbyle": ["Zymbylja", "Zymbyles", "Zymbylen"],
    "Mejreme": ["Mejremja", "Mejremes", "Mejremen"], "Gjylë": ["Gjyla", "Gjylës", "Gjylën"],
    "Ramiza": ["Ramizës", "Ramizën"], "Romina": ["Rominës", "Rominën"], "Brajan": ["Brajani", "Brajanit", "Brajanin"],
    "Sulltana": ["Sulltanës", "Sulltanën"], "Vasiliqi": ["Vasiliqit", "Vasiliqisë", "Vasiliqinë"],
    "Harallamb": ["Harallambi", "Harallambit", "Harallambin"], "Kristaq": ["Kristaqi", "Kristaqit", "Kristaqin"],
    "Blagoje": ["Blagojes", "Blagojen"], "Snezhana": ["Snezhanës", "Snezhanën"], "Anna-Maria": ["Anna-Marisë", "Anna-Marinë"],
}  # fmt: skip
FAMILY = {
    "Xhaferaj": ["Xhaferajt", "Xhaferajve"], "Shkëmbi": ["Shkëmbit", "Shkëmbin"], "Gjeçovi": ["Gjeçovit", "Gjeçovin"],
    "Ruzhdija": ["Ruzhdijës", "Ruzhdijën"], "Kuçuku": ["Kuçukut", "Kuçukun"], "Papajorgji": ["Papajorgjit", "Papajorgjin"],
    "Trajkovski": ["Trajkovskit", "Trajkovskin"], "Bregu-Llesh": ["Bregu-Lleshit", "Bregu-Lleshin"], "Çaushi": ["Çaushit", "Çaushin"],
    "Dhimërtika": ["Dhimërtikës", "Dhimërtikën"],
}  # fmt: skip
_CYRILLIC = str.maketrans("aeopcxyijsABEKMHOPCTX", "аеорсхуіјѕАВЕКМНОРСТХ")
_GREEK = str.maketrans("oviABEZHIKMNOPTYX", "ονιΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")


def _middle(text: str, what: str) -> str:
    return "".join(part[: len(part) // 2] + what + part[len(part) // 2 :] for part in text.partition(" "))


def _bold(text: str) -> str:
    return "".join(chr(0x1D400 + ord(one) - 65) if "A" <= one <= "Z" else one for one in text)


DISGUISES: dict[str, Callable[[str], str]] = {
    "plain": str,
    "capitals": str.upper,
    "small letters": str.lower,
    "without marks": lambda text: text.translate(str.maketrans("ëËçÇ", "eEcC")),
    "marks apart": lambda text: unicodedata.normalize("NFD", text),
    "w for ë": lambda text: text.replace("ë", "w"),
    "letters apart": lambda text: "  ".join(" ".join(word) for word in text.split()),
    "letters with points": lambda text: "  ".join(".".join(word) for word in text.split()),
    "letters with dashes": lambda text: " ".join("-".join(word) for word in text.split()),
    "zero width": "\u200b".join,
    "joiner": lambda text: _middle(text, "\u2060"),
    "soft hyphen": lambda text: _middle(text, "\u00ad"),
    "Cyrillic letters": lambda text: text.translate(_CYRILLIC),
    "Greek letters": lambda text: text.translate(_GREEK),
    "full width": lambda text: "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text),
    "bold capitals": _bold,
    "entities": lambda text: html.escape(text).replace("ë", "&euml;").replace("ç", "&ccedil;").replace("a", "&#97;"),
    "entities of hex": lambda text: "".join(f"&#x{ord(one):x};" if one.isalpha() else one for one in text),
    "tags": lambda text: _middle(text, "<b></b>"),
    "stars": lambda text: f"**{text}**",
    "broken line": lambda text: _middle(text, "-\n"),
    "a line each": lambda text: text.replace(" ", "\n"),
    "hard space": lambda text: text.replace(" ", "\u00a0"),
    "underscore": lambda text: text.replace(" ", "_"),
    "order": lambda text: ", ".join(reversed(text.rsplit(" ", 1))),
}


def people() -> list[tuple[str, str]]:
    """200 people: first and family name."""
    return list(product(FIRST, FAMILY))


def spellings(first: str, family: str) -> Iterator[tuple[str, str]]:
    """(disguise, how it is written) of one person; forms of the first name alone, and of the whole name."""
    whole = f"{first} {family}"
    forms = [first, *FIRST[first], f"{first} {FAMILY[family][0]}", f"{FIRST[first][0]} {family}", *FAMILY[family]]
    for name, disguise in DISGUISES.items():
        yield name, disguise(whole)
    for form in forms:
        yield "declined", form
        yield "declined, without marks", DISGUISES["without marks"](form)
        yield "declined, capitals", form.upper()


PHONES = (
    "+355 67 412 3489", "+355674123489", "00355 67 4123489", "067 41 23 489", "067-412-3489", "(067) 412 34 89", "067.412.34.89",
    "0 6 7 4 1 2 3 4 8 9", "067\u00a0412\u00a03489", "067\u200b4123489", "０６７４１２３４８９", "067 / 412 / 3489", "+355 (0) 67 412 3489",
    "tel: 067 412\n3489", "067—412—3489", "067 412 34&#56;9", "O67 412 3489",
)  # fmt: skip
IDENTITIES = (
    "K51203087T",
    "K 51203087 T",
    "k51203087t",
    "K-51203087-T",
    "K5120\u00ad3087T",
    "К51203087Т",
    "K51 203 087 T",
    "NID: J90817263P",
)
MAILS = (
    "lulzim.k@example.org", "lulzim.k (at) example.org", "lulzim.k [at] example [dot] org", "lulzim.k@\nexample.org",
    "LULZIM.K@EXAMPLE.ORG", "lulzim.k&#64;example.org", "lulzim.k＠example.org", "lulzim.k @ example . org",
)  # fmt: skip
ADDRESS = "Rruga Sotir Çekrezi, pallati 14, shkalla 2, Lagjja Varosh"
ADDRESSES = (
    "Rruga Sotir Çekrezi", "rr. Sotir Cekrezi", "në Sotir Çekrezin", "SOTIR ÇEKREZI 14", "lagjja Varosh", "Rr. S\u00adotir Çekrezi",
    "te Varoshi", "rruga Sоtir Çekrezi",
)  # fmt: skip

#: Paragraphs as an official writes them, with the words that are names too.
PARAGRAPHS = (
    "Zyra e mori ankesën brenda afatit dhe verifikoi nëse plotësoheshin kushtet e pranimit. Nga shqyrtimi paraprak rezultoi se çështja hyn në kompetencën e saj.",
    "Për sqarimin e rrethanave iu kërkua informacion drejtorisë arsimore, e cila u përgjigj me vonesë dhe pa dokumentet e kërkuara.",
    "Nga dokumentet rezulton se shkolla nuk kishte hartuar plan individual, megjithëse këshilli i klasës e kishte propozuar që në fillim të vitit.",
    "Konstatohet se mungesa e ngrohjes ka zgjatur më shumë se dy javë dhe se prindërit janë njoftuar vetëm me gojë.",
    "Bazuar në nenin 19 të Konventës, shteti merr të gjitha masat për ta mbrojtur fëmijën nga çdo formë dhune gjatë kohës që është nën kujdesin e tij.",
    "Interesi më i lartë i fëmijës kërkon që vendimi të merret pas dëgjimit të tij, sipas moshës dhe pjekurisë.",
    "Kjo nuk do të thotë se institucioni nuk ka vepruar, por se veprimet e tij nuk kanë qenë të mjaftueshme dhe në kohë.",
    "Në përgjigjen e datës 14 mars 2026 bashkia shpjegon se fondi për transportin e nxënësve është shpenzuar dhe se kërkesa për shtesë është në shqyrtim.",
    "Zyra vlerëson se drita e pamjaftueshme në korridore dhe mungesa e rampës e bëjnë ndërtesën të papërdorshme për një pjesë të nxënësve.",
    "Në fund të muajit prill u zhvillua një vizitë në vend, gjatë së cilës u dëgjuan mësues, punonjës të shërbimit social dhe fëmijë të grupmoshave të ndryshme.",
    "Burimi i problemit nuk është te punonjësit, por te rregullorja, që nuk parashikon zëvendësim kur psikologu mungon.",
    "Agimi i një praktike të re kërkon durim, vullnet të mirë dhe besim mes shkollës, familjes dhe njësisë së vlerësimit.",
    "Sipas ligjit për të drejtat dhe mbrojtjen e fëmijës, njësia në bashki ngre grupin ndërdisiplinor brenda tri ditëve nga marrja e njoftimit.",
    "Rekomandohet që të rishikohet rregullorja e brendshme, të trajnohet stafi dhe të raportohet çdo tre muaj për ecurinë.",
    "Rekomandohet të sigurohet shërbimi i transportit për të gjithë nxënësit që banojnë më larg se dy kilometra nga shkolla.",
    "Afati për përgjigje është tridhjetë ditë nga marrja e këtij akti. Në përgjigje tregohet se çfarë është bërë, kur dhe nga cila strukturë.",
    "Në rast se rekomandimi nuk pranohet, institucioni jep arsyet me shkrim, duke iu referuar normës ligjore përkatëse.",
    "Bashkëlidhur gjeni kopjen e aktit, pasqyrën e afateve dhe formularin me të cilin mund të jepet përgjigjja përmes portalit.",
    "Besa e dhënë fëmijës se do të dëgjohet nuk përmbushet me një takim formal, por me një vendim që e merr parasysh fjalën e tij.",
    "Era e fortë dhe shiu e kishin dëmtuar çatinë; dëmi u fotografua dhe u përshkrua në procesverbal nga komisioni i bashkisë.",
    "Shpresa për zgjidhje të shpejtë u zbeh kur u mor vesh se kontrata me sipërmarrësin ishte ndërprerë që në vjeshtë.",
    "Jeta në qendrën rezidenciale duhet t'i ngjajë sa më shumë jetës në familje: dhomë më vete, kohë e lirë, mik dhe lojë.",
    "Ministria e Arsimit, Ministria e Shëndetësisë dhe Ministria e Financave duhet ta miratojnë bashkërisht udhëzimin që mungon prej dy vjetësh.",
    "Gjykata ka në shqyrtim një padi për të njëjtat rrethana, prandaj zyra nuk shprehet për përgjegjësinë civile të palëve.",
    "Komisariati i policisë njoftoi se nuk ka nisur procedim, sepse nuk është bërë kallëzim dhe nuk ka të dhëna të mjaftueshme.",
    "Drejtori i shkollës pranoi se masa disiplinore ishte dhënë pa dëgjuar nxënësin dhe pa njoftuar prindin me shkrim.",
    "Vlera e ndihmës ekonomike u llogarit gabim për tre muaj radhazi; diferenca u pagua në qershor, pas ndërhyrjes së zyrës.",
    "Liria e shprehjes në shkollë nuk kufizohet me rregullore të brendshme, përveç kur e kërkon mbrojtja e të tjerëve.",
    "Ky akt u njoftohet palëve dhe botohet pa të dhëna personale, pasi të ketë kaluar afati i përgjigjes.",
)  # fmt: skip
