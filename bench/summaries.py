"""The briefing as a summary: facts missed, facts invented.

`HANDRAIL_BENCH_DATA=FOLDER python -m bench.summaries [dev]` on MTS-Dialog (doctor and patient, with the note
that a person wrote) and on held STAR dialogues (service; the facts are what the wizard had to enter into the
company's system). A fact is the stem of a telling word or a figure in the note, or in what was entered.
*Missed*: the briefing has it not. *Reachable* are facts that were said in those words at all. *Invented*:
words of a line that are neither in its source (nor in the question that a short answer has) nor in its frame.
Beside it stand the first and the last words of the dialogue, cut to the briefing's own length. `dev` measures
the development parts (MTS-Dialog's valid), by which the number of told lines was chosen.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.next_action_data import part_of
from bench.public_sets import Row, public_rows
from bench.shares import bootstrap
from handrail.adapters.policy_files import BUNDLED, read_policy
from handrail.domain.brief_words import FRAMES
from handrail.domain.briefing import Briefing, Known, brief
from handrail.domain.conversation import Event, EventKind, Speaker
from handrail.domain.policy import Policy
from handrail.domain.step_match import stems

LONG = 1_500  # characters
RESULT = Path(__file__).parent / "results" / "summaries.json"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
SPEAKER = re.compile(r"^(\w[\w ]*?) ?:\s*", re.MULTILINE)
FRAMED = frozenset(re.findall(r"\w+", " ".join(FRAMES["en"].values()).lower()))
SYSTEM_FIELDS = frozenset({"RequestType", "APIName"})  # what the form asks, not what was said


@dataclass(frozen=True)
class Case:
    """One dialogue: who said what, and the facts that somebody wrote down of it."""

    lines: tuple[tuple[Speaker, str], ...]
    facts: frozenset[str]


@dataclass(frozen=True)
class Found:
    """How many facts there were, how many were said in these words, and how many each summary has."""

    facts: int
    said: int
    has: dict[str, int]
    words: int
    invented: int
    length: float  # of the briefing, as a share of the dialogue
    long: bool  # whether the dialogue is


def read_mts(folder: Path, name: str) -> list[Case]:
    """Dialogues with the section of the note that was written of them."""
    return [
        Case(tuple(spoken(row["dialogue"])), stems(row["summary"]))
        for row in public_rows(folder, f"mts_dialog/{name}")
    ]


def spoken(dialogue: str) -> list[tuple[Speaker, str]]:
    """The lines of a dialogue; whoever is not the doctor or the nurse is on the customer's side."""
    lines: list[tuple[Speaker, str]] = []
    for line in dialogue.splitlines():
        match = SPEAKER.match(line)
        if match is None or not line[match.end() :].strip():
            continue
        clinic = match[1].lower().startswith(("doctor", "nurse", "clinician"))
        lines.append((Speaker.STAFF if clinic else Speaker.CUSTOMER, line[match.end() :].strip()))
    return lines


def read_star(folder: Path, part: str) -> list[Case]:
    """Held dialogues with one task, and what was entered into the company's system."""
    return [
        case
        for row in public_rows(folder, "star/dialogues")
        if row["completion"] == "Complete" and len(row["tasks"]) == 1
        if part_of(str(row["user_worker"])) == part
        if (case := star_case(row)).facts
    ]


def star_case(row: Row) -> Case:
    lines: list[tuple[Speaker, str]] = []
    entered: list[str] = []
    for event in row["events"]:
        if event["act"] == "utter" and event["who"] == "User":
            lines.append((Speaker.CUSTOMER, event["text"]))
        elif event["act"] in ("pick_suggestion", "utter"):
            lines.append((Speaker.STAFF, event["text"]))
        elif event["act"] == "query":
            entered += [
                str(value)
                for constraint in event["constraints"]
                for name, value in constraint.items()
                if name not in SYSTEM_FIELDS
            ]
    return Case(tuple(lines), stems(" ".join(entered)))


def judge(case: Case, policy: Policy) -> Found:
    """The briefing of a dialogue beside its first and last words of the same length."""
    events = [
        Event(seq, NOW, EventKind.MESSAGE, speaker, text)
        for seq, (speaker, text) in enumerate(case.lines, 1)
    ]
    made = brief(Known(events, [], policy), NOW)
    told = " ".join(line.text for line in made.lines)
    whole = " ".join(text for _, text in case.lines)
    summaries = {
        "briefing": told,
        "first words": whole[: len(told)],
        "last words": whole[-len(told) :],
        "whole dialogue": whole,
    }
    words, invented = count_invented(made, events)
    return Found(
        facts=len(case.facts),
        said=len(case.facts & stems(whole)),
        has={name: len(case.facts & stems(text)) for name, text in summaries.items()},
        words=words,
        invented=invented,
        length=len(told) / max(len(whole), 1),
        long=len(whole) >= LONG,
    )


def count_invented(made: Briefing, events: Sequence[Event]) -> tuple[int, int]:
    """Words of all lines and suggestions, and those that neither their source nor the frame has."""
    by_seq = {str(event.seq): (event.text or "").lower() for event in events}
    words = invented = 0
    for line in [*made.lines, *made.actions]:
        asked = by_seq.get(str(int(line.source.ref) - 1), "")
        source = set(re.findall(r"\w+", f"{asked} {by_seq[line.source.ref]}"))
        # A word that the length limit cut is its beginning.
        said = re.findall(r"\w+", re.sub(r"\w*…", "", line.text.lower()))
        words += len(said)
        invented += sum(word not in source and word not in FRAMED for word in said)
    return words, invented


def by_length(found: Sequence[Found]) -> dict[str, Any]:
    """The figures of all dialogues, and of the long ones, which need a summary most."""
    return {
        "all": figures(found),
        f"of {LONG} characters or more": figures([o for o in found if o.long]),
    }


def figures(found: Sequence[Found]) -> dict[str, Any]:
    """Shares over all facts, with intervals over dialogues."""

    def missed(name: str) -> Callable[[Sequence[Found]], float]:
        return lambda units: 1 - sum(u.has[name] for u in units) / sum(u.facts for u in units)

    def reachable(name: str) -> Callable[[Sequence[Found]], float]:
        return lambda units: 1 - sum(u.has[name] for u in units) / sum(u.said for u in units)

    names = found[0].has
    return {
        "dialogues": len(found),
        "facts": sum(one.facts for one in found),
        "missed, of all facts": {name: bootstrap(missed(name), found) for name in names},
        "missed, of reachable facts": {name: bootstrap(reachable(name), found) for name in names},
        "invented words": f"{sum(u.invented for u in found)} of {sum(u.words for u in found)}",
        "length, share of the dialogue": round(sum(u.length for u in found) / len(found), 3),
    }


def main(arguments: Sequence[str]) -> None:
    """Measure, print and keep."""
    folder = Path(os.environ["HANDRAIL_BENCH_DATA"])
    health, usual = (read_policy(BUNDLED / f"{name}.toml") for name in ("health", "default"))
    if "dev" in arguments:
        notes, service = read_mts(folder, "valid"), read_star(folder, "dev")
    else:
        notes = read_mts(folder, "test1") + read_mts(folder, "test2")
        service = read_star(folder, "test")
    kept = {
        "command": "HANDRAIL_BENCH_DATA=FOLDER python -m bench.summaries",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "MTS-Dialog, test1 and test2": by_length([judge(case, health) for case in notes]),
        "STAR, held": by_length([judge(case, usual) for case in service]),
    }
    print(json.dumps(kept, indent=2))
    if "dev" not in arguments:
        RESULT.write_text(json.dumps(kept, indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
