"""The client of servers that are commands: started late, kept, ended with the desk, started again."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import pytest

from handrail.actions.tool_port import (
    ToolOutcome,
    ToolServer,
    ToolTimedOut,
    ToolTooBig,
    ToolUnreachable,
)
from handrail.adapters.tools.open_servers import open_tool_servers
from handrail.tool_settings import ServerKind, ToolServerSettings
from tests.fakes.pins import FakePins

OFFICE = Path(__file__).with_name("stdio_office.py")
LONG = 240.0  # seconds that no test waits for
Open = Callable[..., ToolServer]


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as made:
        yield made


@pytest.fixture
def office(tmp_path: Path, stack: AsyncExitStack) -> Open:
    def opened(manners: str = "honest", *command: str, **passed: str) -> ToolServer:
        settings = ToolServerSettings(
            "told",
            ServerKind.MCP,
            "",
            timeout_s=LONG,
            most_bytes=1_000_000,
            command=command or (sys.executable, str(OFFICE), str(tmp_path), manners),
            environment={"PATH": os.environ["PATH"], **passed},
        )
        return open_tool_servers([settings], FakePins(), stack)["told"]

    return opened


def lines(folder: Path, name: str) -> list[str]:
    return (folder / name).read_text().split() if (folder / name).exists() else []


async def refund(server: ToolServer, key: str = "key-1", deadline_s: float = LONG) -> ToolOutcome:
    return await server.call("refund", {"amount": 5}, key, deadline_s)


async def gone(pid: int) -> None:
    """Wait until there is no such process any more."""
    await until(lambda: not alive(pid))


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(int(LONG / 0.05)):
        if holds():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it does not come to that")


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


async def test_it_is_started_at_the_first_call_and_kept(office: Open, tmp_path: Path) -> None:
    server = office()
    assert lines(tmp_path, "started") == []
    assert {tool.name for tool in await server.list_tools()} == {"refund", "see"}
    answers = await asyncio.gather(*(refund(server, f"key-{n}") for n in range(4)))
    assert all(answer.data == {"paid": 5, "note": ""} for answer in answers)
    assert sorted(lines(tmp_path, "done")) == ["key-0", "key-1", "key-2", "key-3"]
    assert len(lines(tmp_path, "started")) == 1


async def test_it_gets_the_variables_that_are_named_and_no_others(
    office: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDRAIL_IDENTITY_SECRET", "the desk's own")
    monkeypatch.setenv("OFFICE_KEY", "its own")
    server = office(OFFICE_KEY="its own")
    seen = {
        name: (await server.call("see", {"name": name}, "k", LONG)).data
        for name in ("OFFICE_KEY", "HANDRAIL_IDENTITY_SECRET", "HOME")
    }
    assert seen["OFFICE_KEY"] == {"value": "its own"}
    assert seen["HANDRAIL_IDENTITY_SECRET"] == seen["HOME"] == {"value": ""}


async def test_it_ends_with_the_desk(office: Open, stack: AsyncExitStack, tmp_path: Path) -> None:
    await refund(office())
    [pid] = lines(tmp_path, "started")
    await stack.aclose()
    await gone(int(pid))


async def test_it_ends_when_the_desk_is_killed(tmp_path: Path) -> None:
    desk = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.adapters.tools.stdio_desk", str(OFFICE), str(tmp_path)
    )
    await until(lambda: bool(lines(tmp_path, "done")))
    desk.kill()
    await desk.wait()
    [pid] = lines(tmp_path, "started")
    await gone(int(pid))


async def test_after_its_death_the_next_call_starts_it_anew(office: Open, tmp_path: Path) -> None:
    server = office()
    await refund(server)
    [pid] = lines(tmp_path, "started")
    os.kill(int(pid), signal.SIGKILL)
    await gone(int(pid))
    assert (await refund(server, "key-2")).ok
    assert lines(tmp_path, "done") == ["key-1", "key-2"]
    assert len(lines(tmp_path, "started")) == 2


@pytest.mark.parametrize(
    ("manner", "failure", "deadline_s"),
    [("hangs", ToolTimedOut, 15.0), ("shouts", ToolTooBig, LONG), ("dies", ToolTimedOut, LONG)],
)
async def test_one_without_manners_may_have_acted_and_is_replaced(
    office: Open, tmp_path: Path, manner: str, failure: type[Exception], deadline_s: float
) -> None:
    server = office()
    await server.list_tools()
    (tmp_path / "now").write_text(manner)
    with pytest.raises(failure):
        await refund(server, deadline_s=deadline_s)
    assert lines(tmp_path, "done") == ["key-1"]  # not made a second time
    [pid] = lines(tmp_path, "started")
    await gone(int(pid))
    (tmp_path / "now").unlink()
    assert (await refund(server, "key-2")).ok


async def test_one_that_does_not_even_greet_did_nothing(office: Open, tmp_path: Path) -> None:
    with pytest.raises(ToolUnreachable):
        await refund(office("mute"), deadline_s=15.0)
    [pid] = lines(tmp_path, "started")
    await gone(int(pid))


async def test_a_command_that_is_not_there_is_said(office: Open) -> None:
    with pytest.raises(ToolUnreachable, match="no-such-program cannot be started"):
        await office("", "no-such-program").list_tools()


async def test_one_that_ends_at_once_again_and_again_is_left_alone(
    office: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handrail.adapters.tools.stdio_client.QUICK_S", LONG)
    monkeypatch.setattr("handrail.adapters.tools.stdio_client.PAUSE_S", LONG)
    server = office("ends")
    for _ in range(3):
        with suppress(ToolUnreachable):
            await server.list_tools()
    with pytest.raises(ToolUnreachable, match="3 times in a row"):
        await server.list_tools()
    assert len(lines(tmp_path, "started")) == 3
