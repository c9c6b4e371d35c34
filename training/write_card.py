"""Write the tables of CARD.md from figures.json and the shipped files; the prose stays as it is.

PYTHONPATH=src python training/write_card.py
"""

import hashlib
import json
from pathlib import Path

from handrail.adapters.signals.reader import MODEL, WORDS, BundledSignalReader

HERE = Path(__file__).parent
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
FILES = [
    *(MODEL / name for name in ("encoder.onnx", "feeling.onnx", "tokenizer.json")),
    *(MODEL / name for name in ("heads.npz", "heads.json", "course.json")),
    *(WORDS / name for name in ("lexicon.toml", "language.toml")),
]


def main() -> None:
    figures = json.loads((HERE / "figures.json").read_text())
    version = BundledSignalReader().version
    if figures["version"] != version:
        raise SystemExit(f"figures.json is of {figures['version']}, the shipped model is {version}")
    parts = [
        f"Version `{version}`. In brackets: 95% intervals (Wilson for shares, bootstrap else).",
        files(),
        latency(figures["latency"]),
        cues(figures["cues"]),
        conversations(figures["conversations"]),
        elsewhere(figures["asking_elsewhere"]),
        emotions(figures["emotions"]),
        kinds(figures["kinds"]),
        outside(figures["outside"]),
        groups(figures["groups"]),
        languages(figures["languages"]),
    ]
    card = HERE / "CARD.md"
    text = card.read_text(encoding="utf-8")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    card.write_text("\n\n".join([before + BEGIN, *parts, END]) + after, encoding="utf-8")


def files() -> str:
    rows = [
        (path.name, hashlib.sha256(path.read_bytes()).hexdigest(), f"{path.stat().st_size:,}")
        for path in FILES
    ]
    return table("Files", ("file", "sha256", "bytes"), rows)


def latency(figures: dict) -> str:
    return (
        "### Time\n\nReading one Banking77 message on a desk of 30 kinds, one thread, two-core "
        f"virtual machine shared with other work: p50 {figures['p50_ms']} ms, p99 {figures['p99_ms']} ms."
    )


def cues(figures: dict) -> str:
    columns = ("recall", "hard_negatives_flagged", "other_cues_flagged", "public_false_alarms")
    rows = [
        (f"`{cue}`", *(percent(cell[column]) for column in columns), cell["calibration_error"])
        for cue, cell in figures.items()
    ]
    return table(
        "Cues",
        (
            "cue",
            "recall, held out",
            "its hard negatives flagged",
            "messages of other cues flagged",
            "false alarms, Banking77 + CLINC150 test",
            "calibration error, both",
        ),
        rows,
    )


def conversations(figures: dict) -> str:
    columns = ("flagged", "denied_flagged", "recall_beside_a_turn")
    rows = [
        (f"`{cue}`", *(percent(cell[column]) for column in columns))
        for cue, cell in figures.items()
    ]
    return table(
        "Cues in conversations (airline, tau-bench tasks never trained on)",
        (
            "cue",
            "turns flagged",
            "flagged of those without a word that suggests it",
            "recall, held-out wording at the end of such a turn",
        ),
        rows,
    )


def elsewhere(figures: dict) -> str:
    rows = [
        (name, percent(cell["asks_for_person"]), percent(cell["asks_if_ai"]))
        for name, cell in sorted(figures.items())
    ]
    return table(
        "Wordings that others collected (never trained on)",
        ("label: source", "flagged asks_for_person", "flagged asks_if_ai"),
        rows,
    )


def emotions(figures: dict) -> str:
    errors = figures["calibration_error"]
    rows = [
        (name, cell["f1"], cell["average_precision"], errors[name])
        for name, cell in figures["each"].items()
    ]
    head = ("emotion", "F1 at 0.35", "average precision", "calibration error")
    return (
        table("Emotions, GoEmotions test", head, rows)
        + f"\n\nMacro-F1 at 0.35: {value(figures['macro_f1'])}. "
        + f"Sentiment, positive against negative: AUROC {value(figures['sentiment_auroc'])}."
    )


def kinds(figures: dict) -> str:
    rows = [
        (
            f"NatCS {trade}, {cell['kinds']} kinds, 10 examples each, three draws",
            percent(cell["right"]),
            percent(cell["over_sure"]),
            percent(cell["right_when_sure"]),
        )
        for trade, cell in figures.items()
    ]
    head = ("what", "right", "with a probability over 0.60", "of these right")
    return table("Kinds by examples, on intents that neither encoder nor kind head saw", head, rows)


def outside(figures: dict) -> str:
    rows = [
        (
            name,
            f"`{cell['cue']}`",
            value(cell["auroc"]) if "auroc" in cell else "",
            percent(cell["recall"]),
            percent(cell["false_alarms"]) if "false_alarms" in cell else "",
        )
        for name, cell in figures.items()
    ]
    head = ("set, labelled for another purpose", "cue", "AUROC", "recall", "false alarms")
    return table("Outside checks", head, rows)


def groups(figures: dict) -> str:
    rows = [(name, percent(cell)) for name, cell in figures.items()]
    head = ("about", "harmless sentences flagged as abuse")
    return table("Groups of people (HateCheck)", head, rows or [("not measured", "set not there")])


def languages(figures: dict) -> str:
    english = [
        (name, percent(cell["taken_for_another"]), percent(cell["undetermined"]))
        for name, cell in figures.items()
        if "undetermined" in cell
    ]
    others = [
        (name, percent(cell["found"]), percent(cell["taken_for_english"]))
        for name, cell in figures.items()
        if "found" in cell
    ]
    return "\n\n".join(
        [
            table("English messages", ("source", "taken for another", "undetermined"), english),
            table("Messages in other languages", ("source", "found", "taken for English"), others),
        ]
    )


def table(title: str, head: tuple[str, ...], rows: list[tuple]) -> str:
    lines = [f"### {title}", "", row(head), row(("---",) * len(head))]
    return "\n".join([*lines, *map(row, rows)])


def row(cells: tuple) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def percent(cell: dict) -> str:
    if not cell["of"]:
        return "none there"
    low, high = cell["95%"]
    return f"{cell['share']:.1%} [{low:.1%}, {high:.1%}] of {cell['of']:,}"


def value(cell: dict) -> str:
    low, high = cell["95%"]
    return f"{cell['value']:.3f} [{low:.3f}, {high:.3f}]"


if __name__ == "__main__":
    main()
