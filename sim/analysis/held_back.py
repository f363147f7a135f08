"""What held each patron back: its mean utility terms at one rung, against those at a lower one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.model.ladders import Support
from sim.records.clusters import clustered_mean
from sim.records.trajectory import Ensemble

COLUMNS = ("patron", "term", "difference", "se")
TOTAL = "total"


def held_back(
    ensemble: Ensemble, rung: Support = Support.MATERIEL, against: Support = Support.DECLARATORY
) -> pd.DataFrame:
    """Mean difference of each utility term between two rungs, per patron, and their ``total``.

    Negative terms hold the patron back from ``rung``, positive ones push it on. Since choice is logit with unit
    precision, a difference of utility is a difference of log-odds. Clustered by design.
    """
    runs = len(ensemble.terms)
    if not runs:
        return pd.DataFrame(columns=list(COLUMNS))
    with np.errstate(invalid="ignore"):
        gap = ensemble.terms[:, :, rung, :] - ensemble.terms[:, :, against, :]  # [run, patron, term]
        gap = np.concatenate([gap, gap.sum(axis=2, keepdims=True)], axis=2)
    mean, se = clustered_mean(gap, ensemble.design_of_run[:runs])
    patrons = [patron.name for patron in ensemble.scenario.patrons]
    index = pd.MultiIndex.from_product([patrons, [*ensemble.term_names, TOTAL]], names=["patron", "term"])
    return pd.DataFrame({"difference": mean.ravel(), "se": se.ravel()}, index=index).reset_index()
