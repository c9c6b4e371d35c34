from pathlib import Path

from handrail.replay.recorded import read_recording, shortened


def test_bad_lines_are_named_and_skipped(tmp_path: Path) -> None:
    file = tmp_path / "turns.jsonl"
    file.write_bytes(
        b'{"conversation": "a", "turn": 2, "text": "two"}\n'
        b'{"conversation": "a", "turn": 1, "text": "one", "label": "x"}\n'
        b"not json\n"
        b'{"conversation": "a", "turn": "one", "text": "x"}\n'
        b'{"conversation": "a", "turn": 3, "text": "   "}\n'
        b'{"conversation": "a", "turn": 1, "text": "again"}\n'
        b"\n"
        b'{"turn": 1, "text": "nobody"}\n'
        b'\xff\xfe{"conversation"\n'
        b'{"conversation": 7, "turn": 0, "text": "a number is a name too", "more": 1}\n'
    )
    recording = read_recording(file)
    assert {name: [t.text for t in turns] for name, turns in recording.conversations.items()} == {
        "a": ["one", "two"],
        "7": ["a number is a name too"],
    }
    assert [line.split(":")[0] for line in recording.skipped] == [
        "line 3",
        "line 4",
        "line 5",
        "line 6",
        "line 8",
        "line 9",
    ]
    assert "is there already" in recording.skipped[3]
    assert recording.turns == 3


def test_at_most_so_many_conversations_are_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "turns.jsonl"
    lines = [
        f'{{"conversation": "{c}", "turn": {t}, "text": "x"}}' for t in range(2) for c in "abc"
    ]
    file.write_text("\n".join(lines))
    recording = read_recording(file, conversations=2)
    assert {name: len(turns) for name, turns in recording.conversations.items()} == {"a": 2, "b": 2}


def test_many_skipped_lines_are_shortened() -> None:
    assert shortened([str(n) for n in range(25)]).endswith("... and 5 more")
