"""Stories: how the kinds of each bundled policy did in the invented past."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from handrail.domain.policy import Policy

PAST = Path(str(files("handrail.demo"))) / "data" / "past.toml"


@cache
def stories() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """How the kinds of each bundled policy did."""
    return tomllib.loads(PAST.read_text("utf-8"))


def told(policy: Policy) -> Mapping[str, Sequence[str]]:
    """How the kinds of this policy did; those not named did well."""
    return stories()[policy.name]
