import importlib

import pytest

from tests.house.tree import MODULES, PACKAGE, ROOT


def dotted_name(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


IMPORTABLE = [dotted_name(path) for path in MODULES if path != PACKAGE / "__main__.py"]


@pytest.mark.parametrize("name", IMPORTABLE)
def test_what_a_module_offers_exists(name):
    module = importlib.import_module(name)
    offered = list(getattr(module, "__all__", ()))
    assert sorted(set(offered)) == sorted(offered), "a name stands twice"
    assert not [item for item in offered if item.startswith("_") and item != "__version__"]
    assert not [item for item in offered if not hasattr(module, item)]


def test_the_package_offers_what_the_design_promises():
    sim = importlib.import_module("sim")
    assert {"Scenario", "run", "compare"} <= set(sim.__all__)
    assert set(sim.__all__) <= set(dir(sim))
