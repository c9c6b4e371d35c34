"""A file may hang its reader, kill it or fill its memory: the next file is read all the same."""

import sys
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from handrail.adapters.documents import reader as module
from handrail.adapters.documents.reader import BoundedDocumentReader

# Stands in for the reading process: does to itself what its file's name says.
NAUGHTY = """
import os, sys, time
import handrail.adapters.documents.child as child
from handrail.adapters.documents.formats import read_file
def read(name, content):
    if name == "hang.md":
        time.sleep(600)
    if name == "die.md":
        os.kill(os.getpid(), 9)
    if name == "eat.md":
        return bytearray(4 << 30)
    if name == "tell.md":
        content = repr(sorted(os.environ)).encode()
    return read_file(name, content)
child.read_file = read
child.main()
"""


@pytest.fixture
async def reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[BoundedDocumentReader]:
    (tmp_path / "naughty.py").write_text(NAUGHTY)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setattr(module, "CHILD", "naughty")
    monkeypatch.setenv("HANDRAIL_LLM_KEY", "canary")
    reader = BoundedDocumentReader(seconds=120)
    yield reader
    await reader.close()


async def test_one_file_after_another(reader: BoundedDocumentReader) -> None:
    for text in ("One.", "Two."):
        read = await reader.read("a.md", text.encode())
        assert read.documents[0].sections[0].text == text


async def test_a_file_that_kills_its_reader(reader: BoundedDocumentReader) -> None:
    assert "broke off" in (await reader.read("die.md", b"x")).problems[0].reason
    assert (await reader.read("a.md", b"Next.")).documents


async def test_a_file_that_fills_the_memory(reader: BoundedDocumentReader) -> None:
    assert "MemoryError" in (await reader.read("eat.md", b"x")).problems[0].reason
    assert (await reader.read("a.md", b"Next.")).documents


async def test_a_file_that_hangs(reader: BoundedDocumentReader) -> None:
    await reader.read("a.md", b"First, so that the process is up.")
    reader._seconds = 0.2  # pyright: ignore[reportPrivateUsage]
    assert "more than 0 seconds" in (await reader.read("hang.md", b"x")).problems[0].reason
    reader._seconds = 120  # pyright: ignore[reportPrivateUsage]
    assert (await reader.read("a.md", b"Next.")).documents


async def test_the_reader_knows_no_secrets(reader: BoundedDocumentReader) -> None:
    read = await reader.read("tell.md", b"x")
    assert "HANDRAIL" not in read.documents[0].sections[0].text


async def test_a_file_too_long_is_not_even_sent(reader: BoundedDocumentReader) -> None:
    assert "20 MB" in (await reader.read("a.md", bytes(20 * 1024 * 1024 + 1))).problems[0].reason
