"""The Mesa sequence of play: one run, agent by agent, asking the same rules. Its twin is ``compiled``."""

from __future__ import annotations

from typing import Any

import mesa
import numpy as np

from sim.engines.compiled import (
    FloatArray,
    Left,
    Mixed,
    escalate,
    explain,
    luck_of,
    note_end,
    note_turn,
    thresholds_of,
)
from sim.engines.game import Game, Hand, deal
from sim.model import coalition, decide, ending
from sim.model.advance import (
    advance,
    clear_alerts,
    move_challenger,
    move_client,
    move_patron,
    open_world,
    update_beliefs,
)
from sim.model.appeals import follow_up, goes_out, send, tally, unsent
from sim.model.challenger import challenger_terms, challenger_utilities
from sim.model.client import client_terms, client_utilities
from sim.model.constraints import CLIENT_AT, WEEK_AT, Client
from sim.model.equilibrium import anticipate, challenger_weighs, patron_weighs
from sim.model.ladders import PRESSURE_RUNGS, STANCES, SUPPORT_RUNGS
from sim.model.observe import (
    observe_as_challenger,
    observe_as_client,
    observe_as_officer,
    observe_as_patron,
)
from sim.model.patron import PatronTerms, patron_terms, patron_utilities
from sim.model.weights import weights_of

COLUMNS = ("turn", "actor", "before", "rung", "looked", "draw", "saw", "utilities", "terms")


class ChallengerAgent(mesa.Agent):  # type: ignore[misc]  # mesa is untyped
    """The party that presses."""

    seat = 0

    def observe(self) -> None:
        """Look at last turn's world."""
        self.seen = observe_as_challenger(self.model.board, self.model.script.patrons)
        self.before = self.seen.pressure

    def decide(self) -> None:
        """Choose a rung of pressure, or follow the course laid down."""
        model, luck = self.model, self.model.luck(self.seat)
        course = model.script.course[model.turn]
        self.utilities = challenger_weighs(model.board, self.seen, model.mixed.supports, model.weights)
        self.move = decide.stays(self.before)
        if decide.challenger_looks(model.board, course, luck.review, model.weights.pace, model.script.weeks):
            self.move = decide.decide_pressure(model.board, self.seen, self.utilities, course, luck, model.weights)

    def act(self) -> None:
        """Let the decision take hold."""
        move_challenger(self.model.board, self.model.script.patrons, self.move)

    def ledger(self) -> tuple[Any, Any]:
        """Utility of every rung, and its terms."""
        weights = self.model.weights
        terms = [
            challenger_terms(rung, self.seen, weights.challenger, weights.survival) for rung in range(PRESSURE_RUNGS)
        ]
        return challenger_utilities(self.seen, weights.challenger, weights.survival, weights.rule), terms


class ClientAgent(mesa.Agent):  # type: ignore[misc]  # mesa is untyped
    """The party that is pressed: its leader."""

    seat = 1

    def observe(self) -> None:
        """Look at last turn's world."""
        self.seen = observe_as_client(self.model.board, self.model.script.patrons, self.model.weights.survival)
        self.before = self.seen.stance

    def decide(self) -> None:
        """Choose a stance, and whom to appeal to."""
        model, luck = self.model, self.model.luck(self.seat)
        self.move = decide.stays(self.before)
        if decide.client_looks(model.board, luck.review, model.weights.pace, model.script.weeks):
            self.move = decide.decide_stance(self.seen, luck, model.weights)
        self.asking = [self._asked_of(seat) for seat in range(model.script.patrons)]

    def _asked_of(self, seat: int) -> int:
        """The appeal that goes out to a patron; -1 for none."""
        model, script = self.model, self.model.script
        request = unsent(model.board, seat, script.patrons, script.requests)
        draw = model.hand.chances.appeal[0, model.turn, seat]
        if request >= 0 and goes_out(model.board, self.seen, draw, script.weeks, model.weights):
            return request
        return -1

    def act(self) -> None:
        """Let the decision take hold."""
        move_client(self.model.board, self.move, self.model.script.weeks)

    def appeal(self) -> None:
        """Send the appeals decided on."""
        for request in self.asking:
            if request >= 0:
                send(self.model.board, self.model.script.patrons, request)

    def ledger(self) -> tuple[Any, Any]:
        """Utility of every stance, and its terms."""
        weights = self.model.weights
        terms = [client_terms(stance, self.seen, weights.client) for stance in range(STANCES)]
        return client_utilities(self.seen, weights.client, weights.rule), terms


class PatronAgent(mesa.Agent):  # type: ignore[misc]  # mesa is untyped
    """A party that may stand by the client."""

    def __init__(self, model: ScenarioModel, seat: int) -> None:
        super().__init__(model)
        self.seat = 2 + seat
        self.patron = seat

    def observe(self) -> None:
        """Look at last turn's world."""
        model = self.model
        self.seen = observe_as_patron(model.board, self.patron, model.script.patrons, model.weights.survival)
        self.before = self.seen.support

    def decide(self) -> None:
        """Choose a rung of support."""
        model, luck = self.model, self.model.luck(self.seat)
        mixed = model.mixed
        self.utilities = patron_weighs(
            model.board, self.patron, self.seen, mixed.pressures, mixed.supports, model.weights
        )
        self.move = decide.stays(self.before)
        if decide.patron_looks(model.board, self.patron, luck.review, model.weights.pace, model.script.weeks):
            self.move = decide.decide_support(model.board, self.patron, self.seen, self.utilities, luck, model.weights)

    def act(self) -> None:
        """Let the decision take hold."""
        move_patron(self.model.board, self.patron, self.move)

    def ledger(self) -> tuple[Any, Any]:
        """Utility of every rung, and its terms."""
        weights = self.model.weights
        terms = [patron_terms(rung, self.seen, weights.patron, weights.survival) for rung in range(SUPPORT_RUNGS)]
        return patron_utilities(self.seen, weights.patron, weights.survival, weights.rule), terms


class OfficerAgent(mesa.Agent):  # type: ignore[misc]  # mesa is untyped
    """A member of the ruling coalition, who goes when enough others have gone."""

    def __init__(self, model: ScenarioModel, threshold: float) -> None:
        super().__init__(model)
        self.threshold = threshold
        self.gone = False

    def look_around(self, doubt: float, gone: float) -> None:
        """Go or stay, seeing the share of officers already gone."""
        self.gone = coalition.defects(self.threshold, doubt, gone, self.model.weights.officer.contagion)


class ScenarioModel(mesa.Model):  # type: ignore[misc]  # mesa is untyped
    """One run of a scenario, to be stepped through turn by turn."""

    def __init__(self, game: Game, run: int) -> None:
        super().__init__()
        self.game, self.run_number = game, run
        self.turn, self.turns_played = 0, 0
        self.hand: Hand = deal(game, run, 1)
        self.script, given = game.script, self.hand.given
        self.design = int(given.design_of_run[0])
        self.weights = weights_of(given.weights[self.design], self.script.rule)
        self.board: FloatArray = given.boards[self.design].copy()
        open_world(self.board, self.script.patrons, self.weights.survival)
        self.happened = self.hand.chances.events[0] < given.chances[self.design]
        self.streaks = np.zeros(len(self.script.conditions), np.int64)
        self.fired = np.zeros(len(self.script.conditions), np.int64)
        self.first_fired = np.full(len(self.script.conditions), -1, np.int16)
        self.changes = np.zeros(2 + self.script.patrons, np.int16)
        self.mixed = Mixed(np.zeros(PRESSURE_RUNGS), np.zeros((self.script.patrons, SUPPORT_RUNGS)))
        self.ledger = np.zeros((self.script.patrons, SUPPORT_RUNGS, len(PatronTerms._fields)))
        self.fallen, self.ended = False, False
        self._seat_agents()
        reporters = {name: self._reader(column) for name, column in zip(game.names, game.traced, strict=True)}
        self.datacollector = mesa.DataCollector(
            model_reporters=reporters,
            agenttype_reporters={OfficerAgent: {"threshold": "threshold", "gone": "gone"}},
            tables={"decisions": list(COLUMNS)},
        )

    def _seat_agents(self) -> None:
        """Give every party and every officer an agent."""
        self.challenger, self.client = ChallengerAgent(self), ClientAgent(self)
        self.patrons = [PatronAgent(self, seat) for seat in range(self.script.patrons)]
        self.parties: list[Any] = [self.challenger, self.client, *self.patrons]
        officers = int(self.board[CLIENT_AT + Client.OFFICERS])
        chances = self.hand.chances
        thresholds = thresholds_of(officers, chances.officers[0], chances.common[0], self.weights.officer)
        self.officers = [OfficerAgent(self, threshold) for threshold in thresholds]

    def _reader(self, column: int) -> Any:
        """A reporter of one column of the board."""
        return lambda model: model.board[column]

    def luck(self, seat: int) -> decide.Luck:
        """One actor's luck this turn."""
        return luck_of(self.hand.chances, 0, self.turn, seat)

    def step(self) -> None:
        """Play one turn."""
        board, script = self.board, self.script
        if not self.ended:
            self._escalate()
            self._settle_accounts()
            explain(board, script.patrons, self.weights, self.ledger)
            confirmed = decide.confirming(board, self.weights.pace)
            self._everyone_decides()
            advance(board, script.patrons, script.weeks, self.weights)
            defected = self._officers_look_around()
            chances, turn = self.hand.chances, self.turn
            fate = ending.Fate(
                chances.coup[0, turn], chances.removal[0, turn], chances.replacement[0, turn], chances.turning[0, turn]
            )
            ending.endings(board, script.patrons, defected, confirmed, fate, script.weeks, self.weights)
            self.turns_played += 1
            self.fallen = ending.over(board)
            self.ended = self.fallen and not script.plays_on
        self.datacollector.collect(self)
        self.turn += 1

    def _escalate(self) -> None:
        """Events and conditions fire."""
        self.board[WEEK_AT] = self.turn * self.script.weeks
        amounts = self.hand.given.amounts[self.design]
        escalate(self.board, self.turn, self.script, amounts, self.happened, self.streaks, self.fired)
        self.first_fired[(self.fired > 0) & (self.first_fired < 0)] = self.turn

    def _settle_accounts(self) -> None:
        """Appeals are answered or lapse; everyone learns from last turn's moves."""
        for request in range(self.script.requests):
            follow_up(self.board, self.script.patrons, request, self.script.weeks, self.weights)
        tally(self.board, self.script.patrons, self.script.requests)
        update_beliefs(self.board, self.script.patrons, self.script.weeks, self.weights.pace)

    def _everyone_decides(self) -> None:
        """All look, all decide, then all moves take hold."""
        course = self.script.course[self.turn]
        anticipate(self.board, course, self.weights, self.mixed.pressures, self.mixed.supports)
        for party in self.parties:
            party.observe()
        for party in self.parties:
            party.decide()
        for party in self.parties:
            self._note_decision(party)
        clear_alerts(self.board, self.script.patrons)
        for party in self.parties:
            party.act()
        self.client.appeal()

    def _note_decision(self, party: Any) -> None:
        """Write down what a party saw, chose and why."""
        utilities, terms = party.ledger()
        self.changes[party.seat] += party.move.rung != party.before
        values = (
            self.turn, party.seat, party.before, party.move.rung, party.move.looked, self.luck(party.seat),
            party.seen, utilities, terms,
        )  # fmt: skip
        self.datacollector.add_table_row("decisions", dict(zip(COLUMNS, values, strict=True)))

    def _officers_look_around(self) -> float:
        """Rounds in which officers watch one another until nobody else goes; returns the share gone."""
        doubt = coalition.doubt(observe_as_officer(self.board), self.weights.officer)
        self.board[CLIENT_AT + Client.DOUBT] = doubt
        gone = 0.0
        while True:
            for officer in self.officers:
                officer.look_around(doubt, gone)
            share = sum(officer.gone for officer in self.officers) / len(self.officers)
            if share == gone:
                return gone
            gone = share


def play_stepwise(game: Game, left: Left, first: int, count: int) -> None:
    """Play runs one by one through Mesa, leaving the same rows as the compiled engine."""
    for run in range(count):
        model = ScenarioModel(game, first + run)
        for turn in range(game.scenario.horizon):
            going = not model.fallen
            model.step()
            if going and model.fallen:
                left.ended[run] = turn
            note_turn(model.board, run, turn, game.script, left)
        if run < len(left.terms):
            left.terms[run] = model.ledger / model.turns_played
        left.happened[run] = model.happened
        left.first_fired[run] = model.first_fired
        left.changes[run] = model.changes
        note_end(model.board, run, game.script, left)
