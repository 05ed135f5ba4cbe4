"""Names of bodies in the dative and the accusative: the forty examples of the reference, and every name of the directory."""

import csv
from pathlib import Path

import pytest

import services.partners.data
from shared.declension import declined

#: Nominative, dative, accusative.
EXAMPLES = """
Bashkia Fier | Bashkisë Fier | Bashkinë Fier
Bashkia Malësi e Madhe | Bashkisë Malësi e Madhe | Bashkinë Malësi e Madhe
Bashkia Vau i Dejës | Bashkisë Vau i Dejës | Bashkinë Vau i Dejës
Këshilli Bashkiak Vau i Dejës | Këshillit Bashkiak Vau i Dejës | Këshillin Bashkiak Vau i Dejës
Këshilli Bashkiak Malësi e Madhe | Këshillit Bashkiak Malësi e Madhe | Këshillin Bashkiak Malësi e Madhe
Këshilli i Bashkisë Vau i Dejës | Këshillit të Bashkisë Vau i Dejës | Këshillin e Bashkisë Vau i Dejës
Drejtoria Rajonale e OSHKSH-së Tiranë | Drejtorisë Rajonale të OSHKSH-së Tiranë | Drejtorinë Rajonale të OSHKSH-së Tiranë
Ministria e Arsimit | Ministrisë së Arsimit | Ministrinë e Arsimit
Ministria e Brendshme | Ministrisë së Brendshme | Ministrinë e Brendshme
Ministria e Arsimit dhe e Kulturës | Ministrisë së Arsimit dhe të Kulturës | Ministrinë e Arsimit dhe të Kulturës
Drejtoria Rajonale e Arsimit Parauniversitar Lezhë | Drejtorisë Rajonale të Arsimit Parauniversitar Lezhë | Drejtorinë Rajonale të Arsimit Parauniversitar Lezhë
Drejtoria e Përgjithshme e Policisë së Shtetit | Drejtorisë së Përgjithshme të Policisë së Shtetit | Drejtorinë e Përgjithshme të Policisë së Shtetit
Drejtoria Vendore e Policisë Kukës | Drejtorisë Vendore të Policisë Kukës | Drejtorinë Vendore të Policisë Kukës
Zyra Vendore e Arsimit Parauniversitar | Zyrës Vendore të Arsimit Parauniversitar | Zyrën Vendore të Arsimit Parauniversitar
Agjencia Kombëtare e Arsimit Parauniversitar | Agjencisë Kombëtare të Arsimit Parauniversitar | Agjencinë Kombëtare të Arsimit Parauniversitar
Agjencia Shtetërore për të Drejtat dhe Mbrojtjen e Fëmijës | Agjencisë Shtetërore për të Drejtat dhe Mbrojtjen e Fëmijës | Agjencinë Shtetërore për të Drejtat dhe Mbrojtjen e Fëmijës
Agjencia e Mbikëqyrjes Policore | Agjencisë së Mbikëqyrjes Policore | Agjencinë e Mbikëqyrjes Policore
Prokuroria e Përgjithshme | Prokurorisë së Përgjithshme | Prokurorinë e Përgjithshme
Gjykata e Shkallës së Parë e Juridiksionit të Përgjithshëm Berat | Gjykatës së Shkallës së Parë të Juridiksionit të Përgjithshëm Berat | Gjykatën e Shkallës së Parë të Juridiksionit të Përgjithshëm Berat
Gjykata Kushtetuese | Gjykatës Kushtetuese | Gjykatën Kushtetuese
Gjykata e Lartë | Gjykatës së Lartë | Gjykatën e Lartë
Struktura e Posaçme kundër Korrupsionit | Strukturës së Posaçme kundër Korrupsionit | Strukturën e Posaçme kundër Korrupsionit
Policia e Shtetit | Policisë së Shtetit | Policinë e Shtetit
Njësia Vendore e Kujdesit Shëndetësor | Njësisë Vendore të Kujdesit Shëndetësor | Njësinë Vendore të Kujdesit Shëndetësor
Shtëpia e Fëmijës | Shtëpisë së Fëmijës | Shtëpinë e Fëmijës
Shkolla 9-vjeçare | Shkollës 9-vjeçare | Shkollën 9-vjeçare
Shkolla e Mesme e Përgjithshme “X” | Shkollës së Mesme të Përgjithshme “X” | Shkollën e Mesme të Përgjithshme “X”
Qendra Private e Përkujdesit | Qendrës Private të Përkujdesit | Qendrën Private të Përkujdesit
Çerdhja nr. 2 | Çerdhes nr. 2 | Çerdhen nr. 2
Asambleja e Qarkut | Asamblesë së Qarkut | Asamblenë e Qarkut
Prefekti i Qarkut Kukës | Prefektit të Qarkut Kukës | Prefektin e Qarkut Kukës
Qarku Kukës | Qarkut Kukës | Qarkun Kukës
Këshilli i Ministrave | Këshillit të Ministrave | Këshillin e Ministrave
Këshilli i Lartë i Prokurorisë | Këshillit të Lartë të Prokurorisë | Këshillin e Lartë të Prokurorisë
Inspektori i Lartë i Drejtësisë | Inspektorit të Lartë të Drejtësisë | Inspektorin e Lartë të Drejtësisë
Kuvendi i Shqipërisë | Kuvendit të Shqipërisë | Kuvendin e Shqipërisë
Presidenti i Republikës | Presidentit të Republikës | Presidentin e Republikës
Komisariati i Policisë nr. 1 | Komisariatit të Policisë nr. 1 | Komisariatin e Policisë nr. 1
Spitali Rajonal Shkodër | Spitalit Rajonal Shkodër | Spitalin Rajonal Shkodër
Instituti i të Miturve | Institutit të të Miturve | Institutin e të Miturve
Inspektorati Shtetëror i Punës | Inspektoratit Shtetëror të Punës | Inspektoratin Shtetëror të Punës
Shërbimi Social Shtetëror | Shërbimit Social Shtetëror | Shërbimin Social Shtetëror
Fondi i Sigurimit të Detyrueshëm | Fondit të Sigurimit të Detyrueshëm | Fondin e Sigurimit të Detyrueshëm
Kopshti i Fëmijëve | Kopshtit të Fëmijëve | Kopshtin e Fëmijëve
Zv/drejtori i Shkollës | Zëvendësdrejtorit të Shkollës | Zëvendësdrejtorin e Shkollës
Komisioneri për Mbrojtjen nga Diskriminimi | Komisionerit për Mbrojtjen nga Diskriminimi | Komisionerin për Mbrojtjen nga Diskriminimi
Avokati i Popullit | Avokatit të Popullit | Avokatin e Popullit
Spitalet e Qarkut | Spitaleve të Qarkut | Spitalet e Qarkut
Prefektët | Prefektëve | Prefektët
"""  # fmt: skip
CASES = [tuple(part.strip() for part in line.split("|")) for line in EXAMPLES.strip().splitlines()]
FILE = Path(services.partners.data.__file__).parent / "institutions.csv"


@pytest.mark.parametrize(("name", "dative", "accusative"), CASES, ids=[case[0] for case in CASES])
def test_a_name_is_declined_as_the_reference_says(name, dative, accusative):
    assert declined(name).dative == dative
    assert declined(name).accusative == accusative


def test_a_name_that_no_rule_knows_stays_as_it_is():
    for name in ("OSHKSH", "KUJDESI sh.p.k.", ""):
        assert declined(name).dative == declined(name).accusative == name


def test_what_the_directory_has_of_a_name_that_nobody_read_is_what_the_rule_says():
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["forms_confirmed"] == "false"]
    assert len(rows) > 200
    other = [
        row["name_sq"]
        for row in rows
        if (row["dat_sq"], row["acc_sq"]) != (declined(row["name_sq"]).dative, declined(row["name_sq"]).accusative)
    ]
    assert not other, "confirm the forms of these, or take those of the rule"
    assert not [row["name_sq"] for row in rows if row["dat_sq"] == row["name_sq"]], "no rule knew these"


def test_an_abbreviation_in_the_genitive_has_its_ending_in_every_name_of_the_directory():
    with FILE.open(encoding="utf-8", newline="") as file:
        names = [row[form] for row in csv.DictReader(file) for form in ("name_sq", "dat_sq", "acc_sq")]
    assert any("OSHKSH-së" in name for name in names)
    assert not [name for name in names if " e OSHKSH " in name or " të OSHKSH " in name]
