"""Conditions in CEL (https://cel.dev): compiled once, tried on samples, then asked per turn."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import cast

import cel

from handrail.domain.level import Level
from handrail.domain.policy import Facts, Lead
from handrail.domain.signals import CUES

CEL_FACTS: Mapping[str, object] = {
    "text": "I was charged twice for the same thing",
    "kind": "unknown",
    "kind_probability": 0.5,
    "risk": "low",
    "value": "low",
    "emotion": "low",
    "complexity": "low",
    "confidence": "low",
    "tier": "low",
    "cues": list(CUES),
    "cue": dict.fromkeys(CUES, 0.5),
    "sentiment": 0.0,
    "sentiment_trend": 0.0,
    "language": "en",
    "locale": "en",
    "channel": "web",
    "turn": 1,
    "ai_unknowns": 0,
    "repeated": False,
    "repeats": 0.5,
    "failing": 0.5,
    "customer_known": False,
    "customer_segment": "",
    "customer_vulnerable": False,
    "in_hours": True,
    "staff_free": 1,
}
"""Every fact a condition may name, with a sample value of its type."""

STEP_FACTS: Mapping[str, object] = {"done": [], "agreed": [], "declined": []}
"""Facts that only a playbook's conditions may name: lists of steps' names, with a sample of their type."""

FUNCTIONS = frozenset(
    {"size", "contains", "startsWith", "endsWith", "matches", "int", "double", "string"}
)
"""Named functions a condition may call: none reads a clock, so that a decision can be replayed."""

LEVEL_FACTS = ("risk", "value", "emotion", "complexity", "confidence", "tier")
_LEVEL_LITERAL = re.compile(rf"\b({'|'.join(LEVEL_FACTS)})\s*[!=]=\s*(['\"])(.*?)\2")
_KIND_LITERAL = re.compile(r"\bkind\s*[!=]=\s*(['\"])(.*?)\1")
_KIND_LIST = re.compile(r"\bkind\s+in\s*\[(.*?)\]", re.DOTALL)
_CUE_LITERAL = re.compile(
    r"(['\"])(\w*)\1\s+in\s+cues?\b|\bcue\[\s*(['\"])(.*?)\3\s*\]|\bcue\.(\w+)"
)
_STEP_LITERAL = re.compile(r"(['\"])(\w*)\1\s+in\s+(?:done|agreed|declined)\b")
_QUOTED = re.compile(r"(['\"])(.*?)\1")
_BOUND = re.compile(r"\.(?:all|exists|exists_one|filter|map)\(\s*(\w+)\s*,")
_OPERATOR = re.compile(r"[^A-Za-z]")


class ConditionError(ValueError):
    """A condition was refused; the text says why and what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


def compile_condition(
    when: str, lead: Lead, kinds: frozenset[str], steps: frozenset[str] | None = None
) -> Callable[[Facts], bool]:
    """A function that says whether ``when`` holds for some facts; with ``steps`` it may ask about these.

    Raises ConditionError for a syntax error, an undeclared name or function, a literal that no
    fact can equal (so the condition would silently never hold), or a result that is not a boolean.
    The function itself never raises: a condition that fails on real facts counts as holding when
    the rule leads to people, and as not holding when it leads to the AI.
    """
    try:
        program = cel.compile(when)
    except ValueError as error:
        raise ConditionError(f"not valid CEL: {_first_line(error)}", "Correct the syntax") from None
    declared = CEL_FACTS if steps is None else {**CEL_FACTS, **STEP_FACTS}
    _refuse_undeclared(program, when, declared)
    _refuse_impossible(when, kinds)
    for match in _STEP_LITERAL.finditer(when):
        _refuse_literal(match[2], steps or frozenset(), "step")
    for sample in _samples():
        _refuse_untyped(program, {**STEP_FACTS, **sample})
    fails_to = lead is not Lead.AI
    named = [name for name in program.variables() if name in declared]

    def holds(facts: Facts) -> bool:
        try:
            # Only what the condition names: handing over all facts costs more than the condition.
            return program.execute({name: facts[name] for name in named}) is True
        except Exception:  # noqa: BLE001 - its errors have no common base; a failure hands to people
            return fails_to

    return holds


def _first_line(error: Exception) -> str:
    lines = [line for line in str(error).splitlines() if "ERROR" in line] or [str(error)]
    return lines[0].split("Syntax error:")[-1].strip()


def _refuse_undeclared(program: cel.Program, when: str, declared: Mapping[str, object]) -> None:
    known = set(declared) | set(_BOUND.findall(when))
    if unknown := [name for name in program.variables() if name not in known]:
        raise ConditionError(
            f"'{unknown[0]}' is not a fact", f"Use one of: {', '.join(sorted(declared))}"
        )
    for name in program.functions():
        if not _OPERATOR.search(name) and name not in FUNCTIONS:
            raise ConditionError(
                f"'{name}' is not a function here", f"Use one of: {', '.join(sorted(FUNCTIONS))}"
            )


def _refuse_impossible(when: str, kinds: frozenset[str]) -> None:
    levels = {level.value for level in Level}
    for match in _LEVEL_LITERAL.finditer(when):
        _refuse_literal(match[3], levels, match[1])
    for match in _KIND_LITERAL.finditer(when):
        _refuse_literal(match[2], kinds, "kind")
    for names in _KIND_LIST.findall(when):
        for match in _QUOTED.finditer(names):
            _refuse_literal(match[2], kinds, "kind")
    for match in _CUE_LITERAL.finditer(when):
        _refuse_literal(match[2] or match[4] or match[5], set(CUES), "cue")


def _refuse_literal(found: str, allowed: set[str] | frozenset[str], fact: str) -> None:
    if found not in allowed:
        raise ConditionError(
            f"'{found}' is no {fact}, so the condition could never hold as meant",
            f"Use one of: {', '.join(sorted(allowed))}",
        )


def _samples() -> Iterator[dict[str, object]]:
    """Facts for both sides of most ands and ors: each level, both truths, small and large."""
    for level, truth, high in product(Level, (False, True), (False, True)):
        sample: dict[str, object] = {
            **CEL_FACTS,
            "cues": list(CUES) if high else [],
            "cue": dict.fromkeys(CUES, 1.0 if high else 0.0),
        }
        for name, value in CEL_FACTS.items():
            if name in LEVEL_FACTS:
                sample[name] = level.value
            elif isinstance(value, bool):
                sample[name] = truth
            elif isinstance(value, int):
                sample[name] = 50 if high else 0
            elif isinstance(value, float):
                sample[name] = 1.0 if high else -1.0
        yield sample


def _refuse_untyped(program: cel.Program, sample: dict[str, object]) -> None:
    try:
        result = cast("object", program.execute(sample))
    except Exception as error:  # noqa: BLE001 - the engine's errors have no common base
        raise ConditionError(
            f"it fails when evaluated: {str(error).split('. CEL')[0]}",
            "Compare each fact with a value of its own type",
        ) from None
    if not isinstance(result, bool):
        raise ConditionError(
            f"it gives {type(result).__name__}, not true or false", "Add a comparison"
        )
