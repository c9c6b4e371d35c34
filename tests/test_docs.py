"""Docs are tested: every path, link and command that a page names exists."""

import re
from pathlib import Path

import pytest

from handrail.cli import main

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("bench/*.md")]
    if path.name != "CHANGELOG.md"
)
TOP = ("src/", "tests/", "docs/", "bench/", "frontend/", "training/", "handrail/")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
    broken = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_paths_that_are_named_exist(page: Path) -> None:
    named = re.findall(rf"`((?:{'|'.join(TOP)})[\w./*-]+)`", page.read_text())
    assert [path for path in named if not list(ROOT.glob(path.rstrip("/")))] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_that_are_named_exist(page: Path) -> None:
    text = page.read_text()
    commands = set(re.findall(r"(?:^|`|\s)handrail ([a-z][a-z-]+)(?=[`\s])", text, re.MULTILINE))
    spoken = {"is", "runs", "uses", "itself", "decides", "has", "and", "works", "comes", "does"}
    assert commands - spoken <= set(main.commands)
    targets = set(re.findall(r"^(?:make|\s+make) ([a-z]+)|`make ([a-z]+)", text, re.MULTILINE))
    made = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {first or second for first, second in targets} <= made


def test_every_command_is_in_the_readme_or_the_changelog() -> None:
    text = (ROOT / "README.md").read_text() + (ROOT / "CHANGELOG.md").read_text()
    assert [name for name in main.commands if name not in text] == []
