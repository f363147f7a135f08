"""A playthrough is a picture of the model: a change of behaviour shows as a change of prose.

``FAIRWEATHER_RETELL=1 python -m pytest tests/playthroughs`` writes them again; say why in the changelog.
"""

import os

import pytest

from tests.playthroughs.told import HERE, PLAYTHROUGHS, told

RETELL = "FAIRWEATHER_RETELL"


@pytest.mark.parametrize("name", PLAYTHROUGHS)
def test_a_playthrough_is_told_as_it_was(name):
    file, said = HERE / name, told(*PLAYTHROUGHS[name])
    if os.environ.get(RETELL):
        file.write_text(said, encoding="utf-8")
    assert said == file.read_text(encoding="utf-8"), f"{RETELL}=1 writes it again"


def test_every_playthrough_that_is_kept_is_told():
    assert {path.name for path in HERE.glob("*.txt")} == set(PLAYTHROUGHS)
