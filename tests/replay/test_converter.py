import json
from pathlib import Path

import pytest

from handrail.replay.converter import WrongColumnsError, convert_csv
from handrail.replay.recorded import read_recording


def test_a_csv_becomes_turns(tmp_path: Path) -> None:
    source, target = tmp_path / "turns.csv", tmp_path / "turns.jsonl"
    source.write_text(
        "conversation,turn,text,label\n"
        'a,1,"Hello, there",greeting\n'
        "a,two,not a number,\n"
        "a,3,,\n"
        'a,4,"two\nlines",\n',
        encoding="utf-8-sig",
    )
    said = convert_csv(source, target)
    assert said.startswith("2 turns written")
    assert "line 3" in said
    assert "line 4" in said
    first, second = (json.loads(line) for line in target.read_text().splitlines())
    assert first == {"conversation": "a", "turn": 1, "text": "Hello, there", "label": "greeting"}
    assert second["text"] == "two\nlines"
    assert read_recording(target).turns == 2


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    source = tmp_path / "turns.csv"
    source.write_text("conversation,text\na,b\n")
    with pytest.raises(WrongColumnsError, match="no column turn"):
        convert_csv(source, tmp_path / "out.jsonl")
