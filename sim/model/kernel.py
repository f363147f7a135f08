"""The one door through which numba enters: ``@kernel`` compiles a rule, or leaves it plain Python.

``NUMBA_DISABLE_JIT=1`` leaves every rule plain, for breakpoints and coverage. Numba's cache does not
notice an edit in a rule that another rule calls, so the cache folder carries a hash of this package.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numba
from numba.core import config

Rule = TypeVar("Rule", bound=Callable[..., object])


def source_hash() -> str:
    """Hash of the rules as they stand: twelve hexadecimal digits."""
    digest = hashlib.sha256(numba.__version__.encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _cache_folder() -> Path:
    """Where compiled rules are kept: the user's cache, or the temporary folder if that is closed."""
    for base in (Path.home() / ".cache", Path(tempfile.gettempdir())):
        folder = base / "fairweather" / source_hash()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / ".writable").touch()
        except OSError:
            continue
        return folder
    return Path(tempfile.mkdtemp(prefix="fairweather-"))


CACHE_FOLDER = _cache_folder()
config.CACHE_DIR = str(CACHE_FOLDER)


def kernel(rule: Rule) -> Rule:
    """Compile a rule of plain numbers; it gives the same bits alone and inside a larger kernel."""
    compiled: Rule = numba.njit(cache=True, nogil=True, error_model="numpy")(rule)
    return compiled
