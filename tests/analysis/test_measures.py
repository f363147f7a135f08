import pytest

from sim.analysis.measures import MeasureError, measure, parse_measure, shared_measures
from tests.synthetic import ensemble, scenario


def test_measures_read_what_they_say():
    played = ensemble(runs=200)
    rows = played.rows
    assert (measure(played, "borduria.peak >= materiel") == (rows.peak_support[:, 0] >= 3)).all()
    assert (measure(played, "graustark.final>=economic") == (rows.final_support[:, 1] >= 2)).all()
    assert (measure(played, "syldavia.peak >= blockade") == (rows.peak_pressure >= 4)).all()
    assert (measure(played, "graustark.peak") == rows.peak_support[:, 1]).all()
    assert (measure(played, "ruritania.leader == coup") == (rows.leader == 2)).all()
    assert (measure(played, "client.alignment == turned") == (rows.alignment == 1)).all()
    assert (measure(played, " arms ") == rows.answers[:, 0]).all()


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("bordura.peak >= materiel", "Did you mean 'borduria'?"),
        ("borduria.peak >= material", "Did you mean 'materiel'?"),
        ("borduria.peak >= blockade", "is not one of none, declaratory"),
        ("syldavia.peak >= materiel", "is not one of engagement"),
        ("ruritania.peak >= materiel", "is not one of syldavia, borduria, graustark"),
        ("borduria.leader == in_office", "is not one of ruritania"),
        ("ruritania.leader == replaced", "is not one of in_office"),
        ("borduria.peak <= materiel", "is no measure"),
        ("borduria.peak >= 3", "is not one of"),
        ("borduria.peak >= materiel or True", "is no measure"),
        ("__import__('os')", "is no measure"),
        ("arm", "Did you mean 'arms'?"),
        ("", "is no measure"),
        ("patron.peak >= materiel", "is not one of"),
    ],
)
def test_what_is_no_measure_is_refused_with_a_hint(text, hint):
    with pytest.raises(MeasureError) as refused:
        parse_measure(text, scenario())
    assert hint in str(refused.value)


def test_shared_measures_can_all_be_read_in_both():
    two, eight = scenario(), scenario(patrons=8)
    shared = shared_measures(two, eight)
    assert {"borduria.peak >= materiel", "graustark.peak", "syldavia.peak >= blockade", "arms"} <= set(shared)
    assert not [text for text in shared if "zenda" in text]
    for text in shared:
        parse_measure(text, two)
        parse_measure(text, eight)
