"""Converter: a plain CSV of customer turns becomes the JSON lines that a replay reads."""

import csv
from pathlib import Path

import msgspec

NEEDED = ("conversation", "turn", "text")


class WrongColumnsError(ValueError):
    """The CSV lacks a column; says which."""


def convert_csv(source: Path, target: Path) -> str:
    """Convert; gives one sentence on what happened. A bad row is skipped and named.

    Raises WrongColumnsError when ``conversation``, ``turn`` or ``text`` is no column.
    """
    written, skipped = 0, list[str]()
    with (
        source.open(newline="", encoding="utf-8-sig", errors="replace") as rows,
        target.open("wb") as lines,
    ):
        reader = csv.DictReader(rows)
        missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
        if missing:
            raise WrongColumnsError(
                f"{source} has no column {', '.join(missing)}; name the columns in its first line: "
                "conversation,turn,text and, if you have it, label."
            )
        for row in reader:
            number, text = row["turn"] or "", row["text"] or ""
            if not number.strip().isdigit() or not text.strip():
                skipped.append(
                    f"line {reader.line_num}: turn must be a whole number, text not empty"
                )
                continue
            turn = {"conversation": row["conversation"], "turn": int(number), "text": text}
            if row.get("label"):
                turn["label"] = row["label"]
            lines.write(msgspec.json.encode(turn) + b"\n")
            written += 1
    named = "".join(f"\nskipped {line}" for line in skipped)
    return f"{written} turns written to {target}, {len(skipped)} rows skipped.{named}"
