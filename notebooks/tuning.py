# ---
# jupyter:
#   jupytext:
#     formats: py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Turning the constraints
#
# What would Russia and China do if less bound them, or more? Move a slider and see the answer at once; then sweep one
# constraint from end to end. Open this file in Jupyter with jupytext, or `jupytext --to ipynb notebooks/tuning.py`.
#
# The first cell that plays compiles the rules, which takes a while once; after that a thousand runs take a blink.

# %%
# %matplotlib inline
import numpy as np
from ipywidgets import FloatSlider, interact

from sim import load_scenario, plot_sweep, run, sweep

flagship = load_scenario("venezuela-2025")
print(flagship.summary)

# %% [markdown]
# ## As the file has it

# %%
print(run(flagship, runs=1_000))

# %% [markdown]
# ## Sliders
#
# Each slider holds a constraint at one value in all runs; every other constraint keeps its range. The luck is the same
# from one setting to the next, so what changes in the figure is the constraint's doing.


# %%
def slider(value: float) -> FloatSlider:
    return FloatSlider(value=value, min=0, max=1, step=0.05, continuous_update=False)


@interact(
    linkage=slider(0.75),
    committed_elsewhere=slider(0.75),
    stake=slider(0.45),
    fiscal_slack=slider(0.3),
    forces=slider(0.5),
)
def respond(linkage: float, committed_elsewhere: float, stake: float, fiscal_slack: float, forces: float):
    """Russia's constraints, and the forces that the United States has in theatre."""
    changes = {
        "russia.linkage": linkage,
        "russia.committed_elsewhere": committed_elsewhere,
        "russia.stake": stake,
        "russia.fiscal_slack": fiscal_slack,
        "united_states.forces": forces,
    }
    return run(flagship.vary(changes), runs=1_000).plot.support()


# %% [markdown]
# ## One constraint from end to end
#
# What Russia has pending with the United States, from nothing to everything.

# %%
swept = sweep(flagship, "russia.linkage", np.linspace(0, 1, 9), runs=1_000)
swept[(swept["actor"] == "russia") & (swept["word"] == "materiel")]

# %%
plot_sweep(swept, flagship)

# %% [markdown]
# The same for the share of its forces that another war ties down.

# %%
swept = sweep(flagship, "russia.committed_elsewhere", np.linspace(0, 1, 9), runs=1_000)
plot_sweep(swept, flagship)
