"""A policy's tools beside what their servers offer, or do not answer."""

from handrail.actions.check_tools import check_tools
from handrail.actions.tool_port import RemoteTool, ToolUnreachable
from tests.domain.tools import TOOLS, a_policy_with_tools
from tests.fakes.tool_server import FakeToolServer


def offers(*left_out: str, **changed: dict[str, object]) -> list[RemoteTool]:
    return [
        RemoteTool(name, name, changed.get(name, dict(spec.input_schema)))
        for name, spec in TOOLS.items()
        if name not in left_out
    ]


async def test_what_fits_has_nothing_to_say() -> None:
    office = FakeToolServer(offers=offers())
    assert await check_tools(a_policy_with_tools(), "p.toml", {"back_office": office}) == []


async def test_each_misfit_has_place_reason_and_remedy() -> None:
    changed: dict[str, object] = {
        "properties": {"customer_id": {"type": "string"}, "card": {"type": "string"}}
    }
    office = FakeToolServer(offers=offers("refund", block_card=changed))
    wrong = await check_tools(a_policy_with_tools(), "p.toml", {"back_office": office})
    assert [each.key for each in wrong] == ["tools[1].arguments.card_id", "tools[6].remote"]
    assert str(wrong[0]).startswith(
        "p.toml: tools[1].arguments.card_id: the server's tool 'block_card'"
    )
    assert "offers no tool 'refund'" in wrong[1].reason


async def test_a_server_that_is_not_there_is_said() -> None:
    policy = a_policy_with_tools()
    nobody = await check_tools(policy, "p.toml", {})
    assert {each.reason for each in nobody} == {"no server 'back_office' is configured"}
    silent = FakeToolServer(failure=ToolUnreachable("connection refused"))
    [first, *_] = await check_tools(policy, "p.toml", {"back_office": silent})
    assert "cannot be asked: connection refused" in first.reason
