"""What moved by itself in a run: revenue, unrest, readiness, forces, officers and beliefs, told once they moved far."""

from __future__ import annotations

from collections.abc import Mapping

from sim.records.story import Story, Turn
from sim.views.ledger import wrapped

STEP = 0.1  # a quantity is told again once it has moved this far
UNTOLD = 9.0  # further from any share or belief than a step
CLIENT = {"revenue": "revenue", "unrest": "unrest", "readiness": "readiness", "defected": "officers gone"}


class Watch:
    """Remembers what was last told of the world, so that only what has moved since is told again."""

    def __init__(self, story: Story) -> None:
        challenger, client, *patrons = story.titles
        titles = story.titles
        self.world = {f"{client}.{column}": words for column, words in CLIENT.items()}
        self.world[f"{challenger}.forces"] = "forces in theatre"
        self.resolved = {f"{name}.believes_resolved": titles[name] for name in (client, *patrons)}
        self.trusted = {f"{name}.trusted": titles[name] for name in patrons}
        self.challenger, self.client, self.name = titles[challenger], titles[client], client
        self.told: dict[str, float] = {}
        self.reprieve = 0.0

    def news(self, turn: Turn) -> list[str]:
        """Lines on what has moved by ``STEP`` or more since it was last told, and on a coup that failed."""
        heads = {
            "The world: ": self.world,
            f"Believed chance that {self.challenger} is resolved: ": self.resolved,
            f"{self.client}'s trust in its patrons: ": self.trusted,
        }
        lines = self._coup(turn.world)
        for head, names in heads.items():
            moved = [name for name in names if abs(turn.world[name] - self.told.get(name, UNTOLD)) >= STEP]
            parts = [self._said(names[name], name, turn.world) for name in moved]
            self.told |= {name: turn.world[name] for name in moved}
            lines += wrapped(f"{head}{', '.join(parts)}.") if parts else []
        return lines

    def _said(self, words: str, name: str, world: Mapping[str, float]) -> str:
        before = self.told.get(name)
        return f"{words} {world[name]:.2f}" + ("" if before is None else f" (was {before:.2f})")

    def _coup(self, world: Mapping[str, float]) -> list[str]:
        """A quiet that has just begun is that after a failed coup."""
        before, self.reprieve = self.reprieve, world[f"{self.name}.reprieve_weeks"]
        if self.reprieve <= before:
            return []
        return wrapped(f"A COUP FAILS: {100 * world[f'{self.name}.defected']:.0f} % of the officers had gone.")
