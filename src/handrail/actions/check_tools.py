"""Check tools: whether a policy's tools fit what their servers offer now."""

import asyncio
from collections.abc import Mapping

from handrail.actions.tool_port import RemoteTool, ToolFailed, ToolServers
from handrail.domain.policy import Policy, PolicyError
from handrail.domain.tool import ToolSpec
from handrail.domain.tool_fit import Misfit, list_misfits, misfits

Offers = Mapping[str, Mapping[str, RemoteTool] | str]
"""What each server offers by name, or why that cannot be said."""


async def check_tools(policy: Policy, source: str, servers: ToolServers) -> list[PolicyError]:
    """Everything that does not fit, with place, reason and remedy; all servers are asked at once."""
    wanted = sorted({spec.server for spec in policy.tools.values()} & set(servers))
    answers = await asyncio.gather(*(_offered(servers, name) for name in wanted))
    offers = dict(zip(wanted, answers, strict=True))
    return [
        PolicyError(source, f"tools[{place}].{each.key}", each.reason, each.remedy)
        for place, spec in enumerate(policy.tools.values())
        for each in fit_of(policy, spec, offers)
    ]


async def _offered(servers: ToolServers, name: str) -> Mapping[str, RemoteTool] | str:
    try:
        return {tool.name: tool for tool in await servers[name].list_tools()}
    except ToolFailed as error:
        return str(error)


def fit_of(policy: Policy, spec: ToolSpec, offers: Offers) -> tuple[Misfit, ...]:
    """Where one tool does not fit what its server offers."""
    offered = offers.get(spec.server)
    if offered is None:
        reason = f"no server '{spec.server}' is configured"
        return (Misfit("server", reason, "Name it in the file of HANDRAIL_TOOLS, or correct it"),)
    if isinstance(offered, str):
        reason = f"the server '{spec.server}' cannot be asked: {offered}"
        return (Misfit("server", reason, "Start it, or correct its address, and check again"),)
    tool = offered.get(spec.remote_name)
    if tool is None:
        has = ", ".join(sorted(offered)) or "none"
        reason = f"the server '{spec.server}' offers no tool '{spec.remote_name}'"
        return (Misfit("remote", reason, f"Use one that it offers ({has})"),)
    return (
        *misfits(spec, tool.input_schema, tool.output_schema),
        *list_misfits(spec, _answers(policy, spec, offered)),
    )


def _answers(
    policy: Policy, spec: ToolSpec, offered: Mapping[str, RemoteTool]
) -> Mapping[str, Mapping[str, object] | None]:
    readers = [each for each in policy.tools.values() if each.server == spec.server]
    return {
        each.name: offered[each.remote_name].output_schema
        for each in readers
        if each.remote_name in offered
    }
