import re

import pytest

from tests.house.tree import PACKAGE, name_of

STATES = """
afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahamas bahrain bangladesh
barbados belarus belgium belize benin bhutan bolivia bosnia botswana brazil brunei bulgaria burundi cambodia cameroon
canada chad chile china colombia comoros congo croatia cuba cyprus czechoslovakia denmark djibouti dominica ecuador
egypt eritrea estonia eswatini ethiopia fiji finland france gabon gambia germany ghana greece grenada guatemala guinea
guyana haiti honduras hungary iceland india indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan
kenya korea kosovo kuwait kyrgyzstan laos latvia lebanon lesotho liberia libya lithuania luxembourg madagascar malawi
malaysia maldives mali malta mauritania mauritius mexico moldova mongolia montenegro morocco mozambique myanmar namibia
nepal netherlands nicaragua niger nigeria norway oman pakistan palestine panama paraguay peru philippines poland
portugal qatar romania russia rwanda samoa senegal serbia singapore slovakia slovenia somalia spain sudan suriname
sweden switzerland syria taiwan tajikistan tanzania thailand togo tonga trinidad tunisia turkey turkmenistan uganda
ukraine uruguay ussr usa uzbekistan vanuatu venezuela vietnam yemen yugoslavia zambia zimbabwe
united.states united.kingdom soviet.union saudi.arabia south.africa sri.lanka costa.rica el.salvador
""".split()
PEOPLES = """
afghan american british chinese cuban egyptian french german iranian iraqi israeli libyan russian saudi soviet syrian
turkish ukrainian venezuelan vietnamese
""".split()
PLACES = "beijing caracas damascus havana kabul kremlin kyiv moscow tehran washington".split()
PEOPLE = """
assad biden brezhnev castro chavez gaddafi gorbachev hegseth khamenei khrushchev madero machado maduro nasser noriega
obama pezeshkian putin raisi rubio sadat trump xi.jinping zelensky
""".split()
NAMES = re.compile(
    r"(?<![a-z])(" + "|".join(STATES + PEOPLES + PLACES + PEOPLE).replace(".", "[ _-]") + r")(?![a-z])", re.IGNORECASE
)
TEXTS = sorted(path for path in PACKAGE.rglob("*") if path.suffix in {".py", ".yaml", ".j2", ".html", ".md", ".css"})


@pytest.mark.parametrize("path", TEXTS, ids=name_of)
def test_the_package_knows_roles_and_no_country_or_person(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    named = [f"{number}: {found[0]}" for number, line in enumerate(lines, 1) if (found := NAMES.search(line))]
    assert not named
