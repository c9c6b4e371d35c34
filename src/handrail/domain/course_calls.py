"""Calls in the course of a conversation: what was done in the company's systems beside what was said."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from handrail.domain import acts


@dataclass(frozen=True, slots=True)
class Made:
    """One call of a tool: the tool with its arguments in words, whether it changes something, and failed.

    A call that was refused has failed, too.
    """

    tool: str
    arguments: str
    changes: bool
    failed: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line as its calls are looked at: whose, what it does, and the calls since the line before."""

    by_ai: bool
    does: frozenset[str]
    calls: Sequence[Made]


@dataclass(frozen=True, slots=True)
class Calls:
    """What was called, and how that goes with what was said; shares and truths 0 to 1, counts logarithmic.

    ``made``, ``read`` and ``changed`` count all calls, those that only read, and changes that succeeded;
    ``tried`` is the share of changes among the calls, ``failed`` that of failures and ``failures`` their
    number; ``again`` counts the same call with the same arguments, ``otherwise`` a change tried again with
    others. ``at_once`` is the most calls before one line, ``a_line`` calls for each line. ``unasked`` is the
    share of changes before which the customer's last line did not agree, ``first_change`` where the first
    was tried (share of lines; 1 where none was). ``refused_only`` and ``refused_unread``: something was
    refused and nothing changed, or nothing had been read. ``changed_after_refusing`` counts changes after
    a refusal, ``objected_after`` objections after a change; ``unkept`` is the share of the AI's
    announcements with no call before its next line, ``idle`` the longest stretch of AI lines without a
    call (share of lines).
    """

    made: float
    read: float
    changed: float
    tried: float
    failed: float
    failures: float
    last_failed: float
    again: float
    otherwise: float
    at_once: float
    a_line: float
    unasked: float
    first_change: float
    refused_only: float
    refused_unread: float
    changed_after_refusing: float
    objected_after: float
    unkept: float
    idle: float

    def features(self) -> dict[str, float]:
        """Every number by its name, each beginning with "calls"."""
        return {f"calls_{name}": float(getattr(self, name)) for name in self.__dataclass_fields__}


def calls_of(lines: Sequence[Spoken]) -> Calls:
    """The calls of a conversation up to and with the last of ``lines``."""
    made = [call for line in lines for call in line.calls]
    changes = [call for call in made if call.changes]
    done = [call for call in changes if not call.failed]
    failures = sum(call.failed for call in made)
    refused = [line.by_ai and acts.REFUSES in line.does for line in lines]
    return Calls(
        made=math.log1p(len(made)),
        read=math.log1p(len(made) - len(changes)),
        changed=math.log1p(len(done)),
        tried=len(changes) / max(len(made), 1),
        failed=failures / max(len(made), 1),
        failures=math.log1p(failures),
        last_failed=float(bool(made) and made[-1].failed),
        again=math.log1p(len(made) - len({(call.tool, call.arguments) for call in made})),
        otherwise=math.log1p(_otherwise(changes)),
        at_once=math.log1p(max((len(line.calls) for line in lines), default=0)),
        a_line=len(made) / max(len(lines), 1),
        unasked=_unasked(lines),
        first_change=_first_change(lines),
        refused_only=float(any(refused) and not done),
        refused_unread=float(_refused_unread(lines)),
        changed_after_refusing=math.log1p(_after(refused, [_changes(line) for line in lines])),
        objected_after=math.log1p(_objected_after(lines)),
        unkept=_unkept(lines),
        idle=_idle(lines),
    )


def _changes(line: Spoken) -> int:
    return sum(call.changes for call in line.calls)


def _otherwise(changes: Sequence[Made]) -> int:
    """How often a change was tried with other arguments than the last time."""
    last: dict[str, str] = {}
    count = 0
    for call in changes:
        count += last.get(call.tool, call.arguments) != call.arguments
        last[call.tool] = call.arguments
    return count


def _unasked(lines: Sequence[Spoken]) -> float:
    agreed, asked = False, list[bool]()
    for line in lines:
        asked += [agreed] * _changes(line)
        if not line.by_ai:
            agreed = acts.AGREES in line.does
    return asked.count(False) / len(asked) if asked else 0.0


def _first_change(lines: Sequence[Spoken]) -> float:
    places = (place for place, line in enumerate(lines) if _changes(line))
    return next(places, len(lines)) / max(len(lines), 1)


def _refused_unread(lines: Sequence[Spoken]) -> bool:
    """Whether the AI refused something before anything had been read."""
    for line in lines:
        if any(not call.changes for call in line.calls):
            return False
        if line.by_ai and acts.REFUSES in line.does:
            return True
    return False


def _after(happened: Sequence[bool], counts: Sequence[int]) -> int:
    """The sum of the ``counts`` behind the first line in which something happened."""
    first = next((place for place, one in enumerate(happened) if one), len(happened))
    return sum(counts[first + 1 :])


def _objected_after(lines: Sequence[Spoken]) -> int:
    changed = [any(call.changes and not call.failed for call in line.calls) for line in lines]
    objects = [int(not line.by_ai and acts.OBJECTS in line.does) for line in lines]
    return _after(changed, objects)


def _unkept(lines: Sequence[Spoken]) -> float:
    """Calls stand before the line that follows them, so an announcement is kept in the lines behind it."""
    said = [place for place, line in enumerate(lines) if line.by_ai]
    open_ones = [
        not any(line.calls for line in lines[place + 1 : following + 1])
        for place, following in pairwise(said)
        if acts.PROMISES in lines[place].does
        and not {acts.ASKS_CONSENT, acts.ASKS_DETAILS} & lines[place].does
    ]
    return sum(open_ones) / len(open_ones) if open_ones else 0.0


def _idle(lines: Sequence[Spoken]) -> float:
    longest = now = 0
    for line in lines:
        if line.calls:
            now = 0
        now += line.by_ai
        longest = max(longest, now)
    return longest / max(len(lines), 1)
