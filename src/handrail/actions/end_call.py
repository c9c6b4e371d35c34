"""End a call that will not be made: refused by rule, withdrawn by the customer, or out of reach."""

from collections.abc import Mapping
from dataclasses import replace

from handrail.actions.desk import Desk
from handrail.actions.propose_call import say_of_call
from handrail.domain.record import Case
from handrail.domain.tool import Call, CallState, ToolSpec
from handrail.domain.tool_flow import say
from handrail.domain.tool_rules import Verdict

Texts = Mapping[str, str]


async def refuse(desk: Desk, case: Case, call: Call, verdict: Verdict, text: Texts) -> bool:
    """Tell the customer, in these words, that the AI may not do it; False when it comes too late."""
    because = " ".join(verdict.reasons)
    ended = replace(
        call.became(CallState.REFUSED, desk.now(), "system", because),
        turn_seq=case.turn_seq,
        outcome=because,
        asking=None,
        options=(),
    )
    words = say(text, case.policy.locale(case.moment.locale), call, {})
    return await say_of_call(desk, case, ended, words, (verdict.rule, because))


async def withdraw(desk: Desk, case: Case, call: Call) -> bool:
    """The customer said no: nothing happens, and they are told so; False when it comes too late."""
    because = "The customer said no."
    spec = case.policy.tools.get(call.tool)
    ended = replace(
        call.became(CallState.REFUSED, desk.now(), "customer", because),
        turn_seq=case.turn_seq,
        outcome=because,
    )
    text: Texts = spec.says.declined if spec is not None else {}
    words = say(text or _NOTHING_DONE, case.policy.locale(case.moment.locale), call, {})
    return await say_of_call(desk, case, ended, words, ("customer-said-no", because))


async def say_failed(desk: Desk, case: Case, spec: ToolSpec, call: Call) -> bool:
    """Tell the customer that it could not be looked up; False when it comes too late."""
    because = call.outcome or "What is needed for it could not be looked up."
    ended = call
    if call.is_open:
        ended = call.became(CallState.FAILED, desk.now(), "system", because)
    ended = replace(ended, turn_seq=case.turn_seq, outcome=because, asking=None, options=())
    words = say(spec.says.failed, case.policy.locale(case.moment.locale), call, {})
    return await say_of_call(desk, case, ended, words, ("not-to-be-had", because))


_NOTHING_DONE: Texts = {
    "en": "All right, I have done nothing.",
    "de": "In Ordnung, ich habe nichts getan.",
    "es": "De acuerdo, no he hecho nada.",
}
