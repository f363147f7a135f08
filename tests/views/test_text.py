import pytest

from sim.views.text import compare_text, run_text
from sim.views.words import likelihood
from tests.views.pages import CRISES, compared, drawn_crisis


def fits(text):
    lines = text.splitlines()
    return len(lines) <= 25 and max(map(len, lines)) <= 80 and not [line for line in lines if line != line.rstrip()]


@pytest.mark.parametrize("kind", CRISES)
def test_the_answer_fits_the_screen_and_keeps_its_foot(kind):
    asked, played, summary = drawn_crisis(kind)
    text = run_text(summary, asked)
    assert fits(text), text
    assert f"seed {played.plan.seed}" in text.splitlines()[-1]


def test_the_answer_comes_first_with_words_and_uncertainty():
    asked, _, summary = drawn_crisis("plain")
    second = run_text(summary, asked).splitlines()[1]
    assert second.startswith("Borduria reaches materiel or more: ")
    assert likelihood(summary.support["borduria"].reach[3].p) in second
    assert "±" in second
    assert "(designs " in second


def test_what_never_happened_is_said_of_the_runs():
    asked, _, summary = drawn_crisis("sure")
    assert "Borduria reaches materiel or more: almost no chance, in no run" in run_text(summary, asked)


def test_with_one_design_no_span_is_claimed():
    asked, _, summary = drawn_crisis("few runs")
    assert "(designs" not in run_text(summary, asked)


def test_every_question_has_its_answer_or_is_counted():
    asked, _, summary = drawn_crisis("plain")
    text = run_text(summary, asked)
    assert all(question.text[:30] in text for question in asked.questions)
    asked, _, summary = drawn_crisis("long names")
    assert "Questions: arms" in run_text(summary, asked)


def test_what_holds_each_patron_back_is_named():
    asked, _, summary = drawn_crisis("plain")
    assert "Graustark: business pending with Syldavia (" in run_text(summary, asked)
    asked, _, summary = drawn_crisis("three patrons")
    assert "Graustark: the forces it takes (out of reach)" in run_text(summary, asked)


@pytest.mark.parametrize("patrons", [1, 2, 8])
@pytest.mark.parametrize("alternatives", [1, 2, 7])
@pytest.mark.parametrize("long", [False, True])
def test_comparisons_fit_the_screen_and_keep_their_foot(alternatives, patrons, long):
    text = compare_text(compared(alternatives, patrons, long)[1])
    assert fits(text), text
    assert "seed 1" in text.splitlines()[-1]


def test_a_comparison_says_first_which_constraint_holds_back_more():
    text = compare_text(compared(2)[1])
    assert text.startswith('Borduria is held back more by what "nothing pending with syldavia" lifts')
    first = " ".join(" ".join(text.splitlines()[:4]).split())
    assert '"no neighbour war" moves it' in first
    assert "a gap of" in first


def test_what_chance_could_have_done_is_called_so():
    text = compare_text(compared(2, leaning=False)[1])
    assert "No what-if raises Borduria's chance of materiel distinguishably." in text
    assert "not distinguishable" in text


def test_signs_that_failed_are_told():
    text = compare_text(compared(7)[1])
    assert "Signs stated beforehand: " in text
    assert "failed: deadly force" in text or "failed: no" in text, text
