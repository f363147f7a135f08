"""Study folders: ``<root>/<study>/<fingerprint>/`` with a manifest, tables and figures.

The same inputs give the same bytes: no clock, no host, no order of a set goes into a file.
"""

from __future__ import annotations

import io
import json
import os
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from sim.analysis.comparison import Comparison, comparison_tables
from sim.analysis.outcomes import outcomes_table
from sim.analysis.summary import Summary
from sim.records.tables import tables as tidy_tables
from sim.records.trajectory import Ensemble
from sim.scenario.weights import weights_hash
from sim.storage.errors import StorageError, explained
from sim.storage.whole_folder import bring_back, replace_folder

if TYPE_CHECKING:
    import pandas as pd

MANIFEST, SUMMARY, TABLES, FIGURES = "manifest.json", "summary.json", "tables", "figures"
PACKAGES = ("mesa", "numpy", "pandas", "numba", "pydantic", "ruamel.yaml", "matplotlib", "pyarrow")
FORMAT = 1  # of the manifest
LONGEST = 120  # bytes of a folder's name


@dataclass(frozen=True)
class StoredStudy:
    """A study read back."""

    folder: Path
    manifest: Mapping[str, object]
    tables: Mapping[str, pd.DataFrame]  # by name, "<scenario>.<table>" where several scenarios were played
    figures: Mapping[str, Path]  # by file name


def write_run(
    ensemble: Ensemble,
    summary: Summary,
    root: Path | str,
    figures: Mapping[str, bytes],
    command: Sequence[str] = (),
) -> Path:
    """Store one ensemble under its scenario's name: manifest, summary, tables, and ``figures`` by file name."""
    about = manifest([ensemble], ensemble.fingerprint, command or _command("run", [ensemble]))
    extra = {SUMMARY: _json(summary.to_json())}
    return write_study(root, safe_name(ensemble.scenario.name), about, _tables(ensemble), figures, extra)


def write_comparison(
    ensembles: Sequence[Ensemble],
    comparison: Comparison,
    root: Path | str,
    figures: Mapping[str, bytes],
    command: Sequence[str] = (),
) -> Path:
    """Store a comparison under the base scenario's name; tables of a scenario are ``<scenario>.<table>``."""
    about = manifest(ensembles, comparison.fingerprint, command or _command("compare", ensembles))
    tables = {
        f"{safe_name(e.scenario.name)}.{name}": table for e in ensembles for name, table in _tables(e).items()
    } | comparison_tables(comparison)
    extra = {SUMMARY: _json(comparison.to_json())}
    return write_study(root, f"compare-{safe_name(comparison.base.name)}", about, tables, figures, extra)


def manifest(ensembles: Sequence[Ensemble], fingerprint: str, command: Sequence[str]) -> dict[str, object]:
    """What was played, how, and with which versions; enough to play it again."""
    played = [
        {
            "scenario": e.scenario.name,
            "fingerprint": e.fingerprint,
            "runs": len(e.rows.leader),
            "resolved": e.scenario.model_dump(mode="json"),
        }
        for e in ensembles
    ]
    return {
        "format": FORMAT,
        "fingerprint": fingerprint,
        "weights": weights_hash(),
        "command": list(command),
        "seed": ensembles[0].plan.seed,
        "plan": asdict(ensembles[0].plan),
        "versions": versions(),
        "played": played,
    }


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that numbers or pictures depend on."""
    found = {"python": platform.python_version()}
    for package in ("fairweather", *PACKAGES):
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found


def write_study(
    root: Path | str,
    study: str,
    about: Mapping[str, object],
    tables: Mapping[str, pd.DataFrame],
    figures: Mapping[str, bytes],
    extra: Mapping[str, bytes] | None = None,
) -> Path:
    """Write a study whole or not at all, and return its folder; ``about`` is its manifest, with its fingerprint.

    ``figures`` and ``extra`` map file names to bytes. A folder of the same fingerprint is replaced. Raises
    ``StorageError`` and leaves nothing half-written where the disk says no.
    """
    folder = study_folder(root, study, str(about["fingerprint"]))
    files = {MANIFEST: _json(about)}
    files |= {f"{TABLES}/{_plain(name, folder)}.parquet": parquet(table) for name, table in tables.items()}
    files |= {f"{FIGURES}/{_plain(name, folder)}": data for name, data in figures.items()}
    files |= {_plain(name, folder): data for name, data in (extra or {}).items()}
    with explained(folder, "writing the study"):
        replace_folder(folder, files)
    return folder


def check_destination(root: Path | str, study: str) -> None:
    """Raise ``StorageError`` if a study can't be written there; to be asked before the long work, writes nothing."""
    folder = study_folder(root, study, "fingerprint")
    for up in folder.parents:
        if up.exists() or up.is_symlink():
            if not up.is_dir():
                raise StorageError(up, "is a file, and results need a folder", "Name another folder with --out.")
            if not os.access(up, os.W_OK | os.X_OK):
                raise StorageError(up, "may not be written to", "Name a folder that you may write to with --out.")
            return


def study_folder(root: Path | str, study: str, fingerprint: str) -> Path:
    """Where a study of that name and fingerprint lives."""
    where = Path(root)
    return where / _plain(study, where) / _plain(fingerprint, where)


def load_study(path: Path | str) -> StoredStudy:
    """Read a study back from its folder, or from the folder of its name where that holds a single result."""
    folder = _result_in(Path(path))
    with explained(folder, "reading the study"):
        about = _read_manifest(folder / MANIFEST)
        tables = {file.stem: _read_table(file) for file in sorted((folder / TABLES).glob("*.parquet"))}
        figures = {file.name: file for file in sorted((folder / FIGURES).glob("*"))}
    return StoredStudy(folder, about, tables, figures)


def parquet(table: pd.DataFrame) -> bytes:
    """The table as Parquet; the same table gives the same bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pandas(table, preserve_index=False), sink, compression="zstd")
    return sink.getvalue()


def _tables(ensemble: Ensemble) -> dict[str, pd.DataFrame]:
    return {**tidy_tables(ensemble), "outcomes": outcomes_table(ensemble)}


def _command(name: str, ensembles: Sequence[Ensemble]) -> list[str]:
    """The command that plays this again, where nobody said which one did."""
    plan = ensembles[0].plan
    options = ["--runs", str(plan.runs), "--seed", str(plan.seed), "--engine", plan.engine]
    return ["sim", name, *(e.scenario.name for e in ensembles), *options]


def _json(value: Mapping[str, object]) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()


def safe_name(text: str) -> str:
    """``text`` as a name that a study or a table may have.

    >>> safe_name("Ruritania / 1937?")
    'Ruritania-1937'
    """
    words = re.sub(r"[^\w.+-]+", "-", text).strip(".-_ ") or "study"
    return words.encode()[:LONGEST].decode(errors="ignore")


def _plain(name: str, where: Path) -> str:
    """``name`` if it can name a file inside a folder, on any system."""
    odd = {letter for letter in name if letter in '/\\:*?"<>|' or not letter.isprintable()}
    if not name or name != name.strip() or name.startswith(".") or odd or len(name.encode()) > LONGEST:
        raise StorageError(
            where,
            f"{name[:40]!r} can't name a study or its files",
            "Use letters, digits, dots, hyphens and underscores.",
        )
    return name


def _result_in(path: Path) -> Path:
    """The result folder that ``path`` is, or the only one that it holds."""
    with explained(path, "reading the study"):
        for home in (path.parent, path):
            if home.is_dir():
                bring_back(home)
        if (path / MANIFEST).is_file():
            return path
        results = sorted(file.parent for file in path.glob(f"[!.]*/{MANIFEST}")) if path.is_dir() else []
    if len(results) == 1:
        return results[0]
    if results:
        raise StorageError(path, f"holds {len(results)} results: {_listed(results)}", "Name one of them.")
    what = "holds no study" if path.is_dir() else "is no folder" if path.exists() else "does not exist"
    raise StorageError(path, what, "Name a folder that `sim run` or `sim compare` wrote.")


def _listed(results: Iterable[Path]) -> str:
    return ", ".join(result.name for result in results)


def _read_manifest(file: Path) -> Mapping[str, object]:
    try:
        about = json.loads(file.read_bytes())
    except ValueError as error:
        raise StorageError(file, f"is no manifest: {error}", "Write the study again.") from error
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise StorageError(file, "is of another format", "Write the study again with this version.")
    return about


def _read_table(file: Path) -> pd.DataFrame:
    import pandas as pd
    import pyarrow as pa

    try:
        return pd.read_parquet(file)
    except (pa.ArrowInvalid, ValueError) as error:
        raise StorageError(file, f"is no Parquet table: {error}", "Write the study again.") from error
