"""Tables of cases as text, for tests."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from sim.history.cases import INPUTS

ROW = {
    "id": "RUR1937-BOR", "client": "Ruritania", "challenger": "Syldavia", "patron": "Borduria",
    "start": "1937-05-01", "end": "1937-07-01", "challenger_great_power": "1", "challenger_force": "2",
    "patron_at_war": "0", "patron_entente_with_challenger": "1", "contiguous": "0", "power_projection": "1",
    "treaty": "1", "patron_bases_or_troops_pre": "0", "stake": "2", "distance_km_patron_client": "1200",
    "level_peak": "3", "level_final": "2", "level_lo": "2", "level_hi": "4", "client_regime_survived": "1",
    "client_outcome": "survived", "patron_overstretch_note": "", "rationale": "arms, by sea",
    "coding_confidence": "high", "source_basis": "an atlas",
}  # fmt: skip
OTHERS = tuple(name for name in ROW if name not in INPUTS)


def table(*rows: Mapping[str, str], columns: Sequence[str] = tuple(ROW)) -> str:
    """Rows as CSV; each is the made-up row but for what it says."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({**ROW, **row} for row in rows or ({},))
    return text.getvalue()
