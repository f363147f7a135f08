"""One run told turn by turn: what happened, who looked and chose what, and why; then its row of numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum

from sim.model.ladders import Pressure, Support
from sim.records.story import Decision, Story, Turn
from sim.views.developments import Watch
from sim.views.ledger import ledger_lines, luck_words, rival_words, rivals, seen_words, wrapped
from sim.views.words import day, joined, spoken

STEP = 0.3  # log odds; a review is told in full once a margin has moved this far since it was last told
HOW = {
    "in_office": "stays in office",
    "negotiated_exit": "leaves by a negotiated exit",
    "coup": "falls to a coup",
    "captured_or_killed": "is captured or killed",
}


def story_text(story: Story, ledger: bool = False) -> str:
    """The run as a story; with ``ledger``, every term of every rung under each decision that was taken."""
    lines = [*_head(story), "", *_turns(story, ledger), *_ending(story), "", *_row(story), "", *_verdict(story)]
    return "\n".join(lines)


def _head(story: Story) -> list[str]:
    """Which run of what this is, and how it opens."""
    opening = [f"{story.titles[name]} at {spoken(rung)}" for name, rung in openings(story).items()]
    about = f"Run {story.run} of {story.scenario} (design {story.design}, seed {story.seed}, {story.fingerprint})"
    return [
        *wrapped(story.title, ""),
        *wrapped(f"{about}.", ""),
        *wrapped(f"It opens on {day(story.as_of)} with {joined(opening)}.", ""),
        *(line for name in story.titles for line in _path(story, name)),
        *wrapped("Signed numbers are log odds against the rung chosen; +1 would make a rung 2.7 times likelier.", ""),
    ]


def _path(story: Story, name: str) -> list[str]:
    """An actor's moves, one after another."""
    moves = [
        f"{spoken(decision.chosen)} ({_span(story, [turn]).lower()})"
        for turn in story.turns
        for decision in turn.decisions
        if decision.actor == name and decision.chosen != decision.before
    ]
    return wrapped(f"{story.titles[name]}: {', then '.join(moves) or 'does not move'}.")


def _turns(story: Story, ledger: bool) -> Iterator[str]:
    """Every turn in which something happened; the quiet ones between them in a line each."""
    watch, seen, quiet = Watch(story), Margins(0.0 if ledger else STEP), list[Turn]()
    for turn in story.turns:
        real = [decision for decision in turn.decisions if seen.tells_more(decision)]
        told = [*_happenings(turn), *_decisions(story, real, ledger), *watch.news(turn)]
        if not told:
            quiet.append(turn)
            continue
        yield from _quiet(story, quiet)
        quiet.clear()
        yield f"{_span(story, [turn])}, to {day(turn.ends)}"
        yield from told
        yield from _reviews(story, turn, real)
        yield ""
    yield from _quiet(story, quiet)


class Margins:
    """Remembers how far each actor was from its neighbouring rungs when it was last told of."""

    def __init__(self, step: float) -> None:
        self.step = step  # log odds by which a margin must have moved for a review to be told in full
        self.told: dict[str, tuple[float, ...]] = {}

    def tells_more(self, decision: Decision) -> bool:
        """Whether a decision changed something, or saw something new."""
        margins = tuple(rival.margin for rival in rivals(decision)) if decision.looked else ()
        before = self.told.get(decision.actor, ())
        moved = len(margins) != len(before) or any(
            abs(now - then) >= self.step for now, then in zip(margins, before, strict=True)
        )
        if decision.chosen == decision.before and not (decision.looked and moved):
            return False
        self.told[decision.actor] = margins
        return True


def _quiet(story: Story, turns: Sequence[Turn]) -> Iterator[str]:
    """A stretch in which nothing moved, and who looked all the same."""
    if turns:
        looked = {decision.actor: None for turn in turns for decision in turn.decisions if decision.looked}
        names = joined([story.titles[name] for name in looked])
        also = f" ({names} looked and stayed)" if names else ""
        yield from wrapped(f"{_span(story, turns)}, to {day(turns[-1].ends)}: nothing moved{also}", "")
        yield ""


def _reviews(story: Story, turn: Turn, told: Sequence[Decision]) -> Iterator[str]:
    """Who else looked, and stayed for the reasons told before."""
    others = [d for d in turn.decisions if d.looked and d not in told]
    if others:
        names = [f"{story.titles[d.actor]} at {spoken(d.chosen)} (luck {d.draw:.2f})" for d in others]
        yield from wrapped(f"Looked and stayed, as before: {joined(names)}.")


def _happenings(turn: Turn) -> Iterator[str]:
    """Events and conditions, then appeals."""
    for name in turn.fired:
        yield from wrapped(f"It comes about: {name}.")
    fates: dict[str, list[str]] = {}
    for said in turn.appeals:
        item, _, fate = said.partition(": ")
        fates.setdefault(fate, []).append(spoken(item))
    if fates:
        yield from wrapped("Appeals " + "; ".join(f"{fate}: {joined(items)}" for fate, items in fates.items()) + ".")


def _decisions(story: Story, decisions: Sequence[Decision], ledger: bool) -> Iterator[str]:
    """Who chose what, on what sight and for what reasons."""
    challenger = next(iter(story.titles.values()))
    for decision in decisions:
        yield from wrapped(f"{story.titles[decision.actor].upper()} {_move(decision)}. {_bound(decision)}")
        yield from wrapped(f"Sees {seen_words(decision)}.", "      ")
        for rival in rivals(decision):
            ladder = list(decision.utilities)
            side = "up" if ladder.index(rival.rung) > ladder.index(decision.chosen) else "down"
            yield from wrapped(f"Next {side}, {rival_words(rival, decision.role, challenger)}.", "      ")
        if ledger:
            yield from (f"    {line}" for line in ledger_lines(decision))


def _move(decision: Decision) -> str:
    ladder = list(decision.utilities)
    if decision.chosen == decision.before:
        return f"looks and stays at {spoken(decision.chosen)}"
    way = "up" if ladder.index(decision.chosen) > ladder.index(decision.before) else "down"
    return f"moves {way} from {spoken(decision.before)} to {spoken(decision.chosen)}"


def _bound(decision: Decision) -> str:
    """Its luck, and what kept the actor from the rung that its draw picked."""
    luck = luck_words(decision)
    if decision.bound == "course":
        return f"{luck}; but a course is laid down for it."
    if decision.bound == "reach":
        return f"{luck}; but that is too far for one step."
    return f"{luck}."


def _ending(story: Story) -> list[str]:
    """How it ended."""
    row, client = story.row, list(story.titles.values())[1]
    full = len(story.turns) == story.horizon
    when = "When play ends" if full else f"After {_span(story, story.turns[-1:]).lower()} the crisis is over"
    fate = (
        f"{client}'s leader {HOW[str(row['leader'])]}; the coalition {_coalition(row)}, alignment is {row['alignment']}"
    )
    return wrapped(f"{when}: {fate}.", "")


def _coalition(row: Mapping[str, object]) -> str:
    return "holds" if row["coalition"] == "holds" else "is replaced"


def _row(story: Story) -> list[str]:
    """The numbers of the run's row of the table of runs."""
    row, ladders = story.row, [Pressure, None, *[Support] * (len(story.titles) - 2)]
    lines = [f"{'Row ' + str(story.run):<26}{'highest rung':<24}{'last rung':<24}changes"]
    for (name, title), ladder in zip(story.titles.items(), ladders, strict=True):
        rungs = [_rung(row[f"{name}.{when}"], ladder) if ladder else "" for when in ("peak", "final")]
        lines.append(f"  {title[:23]:<24}{rungs[0]:<24}{rungs[1]:<24}{row[f'{name}.changes']!s:>7}")
    for word, wanted in (("yes", True), ("no", False)):
        asked = [key for key, value in row.items() if value is wanted and not key.startswith("happened.")]
        ids = [spoken(key.removeprefix("question.")) for key in asked]
        lines += wrapped(f"Answered {word}: {', '.join(ids)}.") if ids else []
    fired = {key.removeprefix("first_fired."): week for key, week in row.items() if key.startswith("first_fired.")}
    named = [f"{name} (week {week:.3g})" for name, week in fired.items() if isinstance(week, float)]
    lines += wrapped(f"Conditions that fired, and when first: {', '.join(named)}.") if named else []
    return lines


def _rung(rung: object, ladder: type[IntEnum]) -> str:
    return f"{rung} {spoken(ladder(int(str(rung))).name.lower())}"


def _verdict(story: Story) -> list[str]:
    """Whether the ensemble's row says the same."""
    if story.same:
        said = f"These numbers equal row {story.run} of the compiled ensemble bit for bit, at every turn."
    else:
        said = f"THESE NUMBERS DO NOT EQUAL ROW {story.run} of the compiled ensemble: the two engines disagree."
    return wrapped(said, "")


def _span(story: Story, turns: Sequence[Turn]) -> str:
    """One turn or several in the calendar's own unit where there is one."""
    units = {1: "Day", 7: "Week"}
    unit = units.get(round(story.turn_weeks * 7, 9), "Turn")  # type: ignore[call-overload]
    first, last = turns[0].number + 1, turns[-1].number + 1
    return f"{unit} {first}" if first == last else f"{unit}s {first}-{last}"


def openings(story: Story) -> dict[str, str]:
    """Every actor's rung as the crisis opens, by name."""
    return {decision.actor: decision.before for decision in story.turns[0].decisions} if story.turns else {}
