from dataclasses import replace

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from sim.analysis.outcomes import outcomes_table
from sim.analysis.summary import summarise
from sim.records.tables import tables
from sim.views.figures import comparison_figures, rendered, run_figures, run_pictures
from sim.views.style import CHALLENGER, CLIENT, MARGIN, PATRONS, extent, house_style, looks, render, wrapped
from tests.synthetic import ensemble, scenario
from tests.views.pages import CRISES, compared, drawn_crisis

PNG = b"\x89PNG\r\n\x1a\n"


def drawn(kind):
    asked, played, summary = drawn_crisis(kind)
    return run_figures({**tables(played), "outcomes": outcomes_table(played)}, summary, asked)


def texts(figure):
    """Every text that is drawn, from the top down, with its box in pixels."""
    seen, draw = [], Text.draw

    def recorded(self, renderer):
        if self.get_visible() and self.get_text().strip():
            seen.append(self)
        draw(self, renderer)

    with house_style(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(Text, "draw", recorded)
        renderer = FigureCanvasAgg(figure).get_renderer()
        figure.draw(renderer)
        boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in seen]
    return sorted(boxes, key=lambda pair: -pair[1].y1)


def overlaps(found):
    pairs = ((a, b) for k, a in enumerate(found) for b in found[:k])
    return [(a[0], b[0]) for a, b in pairs if _shared(a[1], b[1])]


def _shared(one, other, slack=1.0):
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    tall = min(one.y1, other.y1) - max(one.y0, other.y0)
    return wide > slack and tall > slack


def outside(found, figure):
    width, height = figure.bbox.width, figure.bbox.height
    edge = 0.5 * MARGIN * figure.dpi
    return [t for t, box in found if box.x0 < edge or box.y0 < 0 or box.x1 > width - edge / 3 or box.y1 > height]


@pytest.mark.parametrize("kind", CRISES)
def test_no_text_overlaps_or_leaves_the_sheet(kind):
    for name, figure in drawn(kind).items():
        found = texts(figure)
        assert not overlaps(found), name
        assert not outside(found, figure), name


@pytest.mark.parametrize(
    ("alternatives", "patrons", "long"), [(1, 1, False), (2, 2, False), (7, 2, False), (7, 8, True)]
)
def test_no_text_of_a_comparison_overlaps_or_leaves_the_sheet(alternatives, patrons, long):
    (figure,) = comparison_figures(compared(alternatives, patrons, long)[1]).values()
    found = texts(figure)
    assert not overlaps(found)
    assert not outside(found, figure)


def test_every_figure_states_its_finding_and_carries_its_fingerprint():
    _, played, summary = drawn_crisis("plain")
    for name, figure in drawn("plain").items():
        said = [text for text, _ in texts(figure)]
        title = " ".join(said[0].split())
        assert title == figure.get_label(), name
        assert any(character.isdigit() for character in title) or name == "held_back"
        assert any(f"fingerprint {summary.fingerprint}" in " ".join(text.split()) for text in said)
        assert any(f"seed {played.plan.seed}" in text for text in said)


def test_a_comparison_says_in_its_title_which_constraint_holds_back_more():
    _, found = compared(2)
    (figure,) = comparison_figures(found).values()
    assert figure.get_label().startswith("Borduria is held back more by what “nothing pending with syldavia” lifts")
    assert found.fingerprint in " ".join(text for text, _ in texts(figure))


@pytest.fixture(scope="module")
def pictures():
    _, played, summary = drawn_crisis("plain")
    return run_pictures(played, summary)


def test_the_same_inputs_give_the_same_bytes(pictures):
    assert rendered(drawn("plain")) == pictures


def test_the_users_own_settings_change_nothing():
    before = render(drawn("plain")["held_back"])
    with mpl.rc_context({"font.size": 20, "axes.facecolor": "red", "svg.hashsalt": "x", "lines.linewidth": 9}):
        assert render(drawn("plain")["held_back"]) == before


def test_pictures_hold_no_date_and_no_version(pictures):
    assert set(pictures) == {
        f"{n}.{k}" for n in ("support", "outcomes", "questions", "held_back") for k in ("png", "svg")
    }
    for name, data in pictures.items():
        if name.endswith("png"):
            assert data.startswith(PNG)
            assert b"Software" not in data
        else:
            assert b"dc:date" not in data
            assert b"Fairweather" in data


def test_without_terms_or_questions_their_figures_are_left_out():
    plain = scenario(questions=())
    played = ensemble(plain, runs=60)
    summary = summarise(played)
    empty = dict.fromkeys(summary.held_back, ())
    given = {**tables(played), "outcomes": outcomes_table(played)}
    assert set(run_figures(given, replace(summary, held_back=empty), plain)) == {"support", "outcomes"}


def test_an_actor_has_one_look_and_no_two_share_it():
    asked = scenario(patrons=8)
    found = looks(asked)
    assert len({look for name, look in found.items() if name in {p.name for p in asked.patrons}}) == 8
    assert len({look.colour for look in found.values()}) == 10
    two = looks(scenario())
    assert all(found[name] == look for name, look in two.items())
    assert (found["syldavia"].colour, found["ruritania"].colour) == (CHALLENGER, CLIENT)


def test_an_actors_own_colour_wins():
    asked = scenario()
    red = asked.patrons[1].model_copy(update={"colour": "#ff0000"})
    assert looks(asked.model_copy(update={"actors": (*asked.actors[:3], red)}))["graustark"].colour == "#ff0000"


def luminance(colour):
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [CHALLENGER, CLIENT, *PATRONS])
def test_every_colour_stands_out_from_paper_in_grey_print(colour):
    assert 1.05 / (luminance(colour) + 0.05) > 1.9


@pytest.mark.parametrize("text", ["", "word", "x" * 400, "two words " * 60, "dollars $1 and $2 % _ ^"])
def test_wrapped_lines_fit_their_room(text):
    broken = wrapped(text, 3.0, 10)
    assert all(extent(line, 10) <= 3.0 for line in broken.split("\n"))
    assert broken.replace("\n", "").replace(" ", "") == text.replace(" ", "")
    assert wrapped(text, 3.0, 10, most=2).count("\n") <= 1


def test_signs_that_mean_mathematics_elsewhere_are_taken_literally():
    asked = scenario(title="Costs $1 or $x^2$ and \\frac")
    played = ensemble(asked, runs=60)
    for figure in run_figures(
        {**tables(played), "outcomes": outcomes_table(played)}, summarise(played), asked
    ).values():
        render(figure)
