"""A folder's files: those that are read, again only when they change, and never none by mistake."""

import os
from pathlib import Path

import pytest

from handrail.adapters.folders import folder
from handrail.adapters.folders.folder import NothingThere, look, read


def test_files_of_knowledge_are_seen_and_others_passed_by(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.md", "sub/b.PDF", "c.png", ".hidden.md"):
        (tmp_path / name).write_text("x")
    (tmp_path / "link.md").symlink_to("/etc/passwd")
    assert set(look(tmp_path)) == {"a.md", "sub/b.PDF"}
    assert set(look(tmp_path / "a.md")) == {"a.md"}


def test_a_change_shows(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("x")
    before = look(tmp_path)
    assert look(tmp_path) == before
    os.utime(file, ns=(1, 1))
    assert look(tmp_path) != before


def test_an_empty_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NothingThere, match="no file"):
        look(tmp_path)
    for number in range(3):
        (tmp_path / f"{number}.md").write_text("x")
    monkeypatch.setattr(folder, "MOST_FILES", 2)
    with pytest.raises(NothingThere, match="over 2 files"):
        look(tmp_path)


def test_contents_come_some_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "AT_ONCE", 4)
    for name in ("a.md", "b.md", "c.md"):
        (tmp_path / name).write_text("four")
    batches = list(read(tmp_path, ["a.md", "gone.md", "b.md", "c.md"]))
    assert [dict(batch.contents) for batch in batches] == [
        {"a.md": b"four", "b.md": b"four"},
        {"c.md": b"four"},
    ]
    assert batches[0].refused == {"gone.md": "No such file or directory"}
    assert next(iter(read(tmp_path / "a.md", ["a.md"]))).contents == {"a.md": b"four"}
