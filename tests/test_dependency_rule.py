"""The list of packages that the domain may not import cannot fall behind the dependencies."""

import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"


@pytest.fixture(scope="module")
def pyproject() -> dict[str, Any]:
    return tomllib.loads(PYPROJECT.read_text())


def test_the_domain_may_import_no_dependency(pyproject: dict[str, Any]) -> None:
    contracts = pyproject["tool"]["importlinter"]["contracts"]
    [forbidden] = [c["forbidden_modules"] for c in contracts if c["id"] == "pure-domain"]
    required = {normal(r) for r in pyproject["project"]["dependencies"]}
    importable = {
        module
        for module, distributions in packages_distributions().items()
        if required & {normal(name) for name in distributions}
    }
    public = {module for module in importable if not module.startswith("_")}
    assert "asyncpg" in public
    assert public <= set(forbidden)


def normal(requirement: str) -> str:
    """The distribution's name in a requirement, spelt as pip compares it."""
    found = re.match(r"[\w.-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()
