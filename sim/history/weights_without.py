"""Weights that have not seen some of the cases."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def weights_without(ids: Iterable[str]) -> FloatArray | None:
    """Draws of weights fitted without these rows of the table, [draw, weight]; None while there is no fit."""
    return None
