"""Forty wordings that nobody had tried, in sentences as the office writes them: of the file of Elira Hoxha, whose narrative is `TOLD`, and of
Klevis Marku, who is of another file. Each is one text: a string, or the strings of its parts.
"""

TOLD = "Më rrahën në oborr. E pa motra, klea, dhe vëllai i saj, ardit. Nëna ime punon larg. Shoqja që quhet Denisa qau."

#: Of the child of the file itself.
OWN = (
    "Pas kërkesës së parë, drejtuesit e shkollës nuk i dhanë Elirës mundësi të flasë.",
    "Sjellja ndaj Elirs u pa nga dy mësues.",
    "Me shkresën tuaj thoni se Eilra mungoi vetë.",
    "Hoxhait iu komunikua vendimi pa arsye.",
    "Familjes Hoxhaj nuk iu kthye përgjigje brenda afatit.",
    "Prindi i Eliras e bëri ankesën me gojë.",
    "Çështja e të miturës Elria H. të shqyrtohet sërish.",
    "Kërkojmë dosjen e nxënëses E. H., klasa e gjashtë.",
    "Kërkojmë dosjen e nxënëses E.Hoxha, klasa e gjashtë.",
    "Vlerësimi i saj (Hoxha El.) mungon në regjistër.",
    "Lista: 1) Hoxha – mungon; 2) të tjerët – të pranishëm.",
    "Nxënësja HOXHHA u largua nga ora e mësimit.",
    "U kërkua sqarim për elirën hoxha, e cila mungonte.",
    "Elirën, thonë mësueset, e dinë të gjithë.",
    "Të dëgjohet Elira-ja pa praninë e mësueseve.",
    "Të sigurohet psikolog për “Elirën”.",
    "Rasti i Elira/Hoxha të mbyllet me vendim.",
    "Në procesverbal shkruhet: e mitura Elirra u ankua.",
    "Masa ndaj mësueses që i bërtiti Elirës të bëhet e ditur.",
    ("Kërkesë për dosjen e Elirës", "Të dërgohet kopja e saj."),
    ("Kërkesë", "Të dërgohet kopja e regjistrit.", "Sipas Hoxhës, mungon faqja 3."),
    "Shkolla e Elirushes nuk ka ngrohje.",
)

#: Of those whom its narrative names after a word for a relative or a friend: a question or a stop.
RELATED = (
    "Motra e saj, klea, të dëgjohet gjithashtu.",
    "Të dëgjohet edhe Kleas, që ishte në oborr.",
    "Dëshmitarët (Klea dhe Arditi) nuk u pyetën.",
    "Sipas arditit, mësuesja doli nga klasa.",
    "Drejtoria nuk e mori parasysh fjalën e Ardit-it.",
    "Shoqja Denisë u pa duke qarë.",
    "Pse nuk u thirr Denisa nga psikologu?",
)

#: Of the child of another file, in full, though the two names are parted.
OTHERS = (
    "Në të njëjtën klasë mëson edhe Klevisi, i familjes Marku.",
    "Ankesa e z. Marku, prindit të Klevisit, nuk u shqyrtua.",
    "Klevis (biri i Markut) u transferua.",
    "MARKU KLEVIS – mungon pa arsye.",
    "Nxënësit klevis marku iu hoq bursa.",
    "Emri i nxënësit: Klevis; emri i prindit: Besnik; mbiemri: Marku.",
    "Klevisit, djalit të madh të Markajve a të Markut, iu mohua transporti.",
    ("Ankesa për Klevisin", "Të shqyrtohet ankesa.", "Familja Marku të njoftohet me shkrim."),
    "U ankuan prindërit Marku: djali i tyre, Klevisi, nuk u pranua në kopsht.",
    "Klevis‑Marku u përjashtua për tri ditë.",
    "Nxënësi K l e v i s  M a r k u u përjashtua.",
)
WORDINGS = (*OWN, *RELATED, *OTHERS)
