"""Facts so far: what a playbook's conditions may name, over the whole conversation and not one turn."""

from collections.abc import Mapping, Sequence
from typing import cast

from handrail.domain.policy import Facts, Policy
from handrail.domain.record import Decision
from handrail.domain.replay import moment_again


def facts_so_far(decisions: Sequence[Decision], said: str, policy: Policy) -> Facts | None:
    """The facts of the latest decision, with what was true of any before it; None before the first.

    ``said`` is all that the customer wrote, and becomes ``text``. ``cues`` are those of any message,
    ``cue`` the highest probability of each; ``repeated`` holds when it held once.
    """
    if not decisions:
        return None
    latest = decisions[-1]
    staffing = cast(Mapping[str, object], latest.evidence["staffing"])
    turns = [moment_again(decision, said, policy) for decision in decisions]
    flagged = {cue for turn in turns for cue in turn.signals.flagged}
    cues: dict[str, float] = {}
    for turn in turns:
        for name, probability in turn.signals.cues.items():
            cues[name] = max(cues.get(name, 0.0), float(probability))
    return {
        **turns[-1].facts(),
        "cues": sorted(flagged),
        "cue": cues,
        "repeated": any(turn.repeated for turn in turns),
        "in_hours": bool(staffing["in_hours"]),
        "staff_free": int(str(staffing["free"])),
    }
