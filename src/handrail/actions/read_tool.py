"""Read with a tool that changes nothing: called at once, and kept like every call."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from handrail.actions.ask_server import Answer, ask_server
from handrail.actions.desk import Desk
from handrail.actions.gather_turn import OpenTurn
from handrail.domain.tool import Call, CallState, ToolSpec
from handrail.domain.tool_flow import told
from handrail.domain.tool_list import lines_of
from handrail.domain.tool_rules import Verdict, caller_of, may_call
from handrail.domain.tool_words import ENGLISH


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading: the call as kept, and the fields that came, None when none did."""

    call: Call
    data: Mapping[str, object] | None


async def read_tool(desk: Desk, turn: OpenTurn, spec: ToolSpec, call: Call) -> Read:
    """Call a tool that only reads. It may be called again after a crash: nothing happens by it.

    No transaction is open meanwhile.
    """
    verdict = _may_read(desk, turn, spec, call)
    if spec.effect or not verdict.allowed:
        return await _keep(desk, _ended(desk, call, CallState.REFUSED, " ".join(verdict.reasons)))
    came: Answer = await ask_server(desk, spec, call)
    fields = _fields(desk, turn, spec, came) if came.ok else came.says
    if isinstance(fields, str):
        return await _keep(desk, _ended(desk, call, CallState.FAILED, fields))
    done = replace(_ended(desk, call, CallState.DONE, came.says), output=fields)
    return await _keep(desk, done, came.data)


def _fields(desk: Desk, turn: OpenTurn, spec: ToolSpec, came: Answer) -> Mapping[str, object] | str:
    """What the record keeps of an output: what may be told of it; or what is wrong with it."""
    values = told(spec, came.data, ENGLISH)
    if isinstance(values, str):
        return values
    fields = {each.name: (came.data or {})[each.name] for each in spec.tells}
    if spec.lists is None:
        return fields
    speech = turn.policy.speech("en")
    lines = lines_of(spec.lists, came.data, speech, desk.now())
    return lines if isinstance(lines, str) else {**fields, spec.lists.items: "; ".join(lines)}


def _may_read(desk: Desk, turn: OpenTurn, spec: ToolSpec, call: Call) -> Verdict:
    tools = turn.tools
    return may_call(spec, call.arguments, caller_of(call), tools.known, tools.history, desk.now())


def _ended(desk: Desk, call: Call, state: CallState, says: str) -> Call:
    now = desk.now()
    if state is CallState.REFUSED:
        return replace(call.became(state, now, "system", says), outcome=says)
    running = call.became(CallState.APPROVED, now, "system").became(CallState.RUNNING, now, "ai")
    return replace(running.became(state, now, "system", says), outcome=says)


async def _keep(desk: Desk, call: Call, data: Mapping[str, object] | None = None) -> Read:
    async with desk.store.transaction() as tx:
        await tx.conversation(call.conversation_id)
        await tx.add_call(call)
        await tx.save_call(call)
    return Read(call, data)
