"""Hear: all that was said and done in a conversation, in order, as playbooks read it."""

from collections.abc import Mapping, Sequence

from handrail.actions.ports import SignalReader
from handrail.domain.conversation import Event, EventKind, Speaker
from handrail.domain.heard import OUTCOME, TOOL, Heard
from handrail.domain.playbook import Playbook, examples, worth_comparing
from handrail.domain.sentences import split_sentences
from handrail.domain.tool import ENDED, Call, CallState

SPEAKERS = (Speaker.CUSTOMER, Speaker.AI, Speaker.STAFF)


def hear(events: Sequence[Event], calls: Sequence[Call] = ()) -> list[Heard]:
    """The sentences of everybody's messages, and after what was said before it how each call ended."""
    ended = sorted((call for call in calls if call.state in ENDED and call.steps), key=_end)
    heard: list[Heard] = []
    seq = 0
    for event in events:
        while ended and ended[0].steps[-1].at <= event.at:
            heard += _came(ended.pop(0), seq)
        seq = event.seq
        if event.kind is EventKind.MESSAGE and event.speaker in SPEAKERS:
            said = split_sentences(event.text or "")
            heard += [Heard(seq, event.speaker.value, sentence) for sentence in said]
    for call in ended:
        heard += _came(call, seq)
    return heard


def _end(call: Call) -> float:
    return call.steps[-1].at.timestamp()


def _came(call: Call, seq: int) -> list[Heard]:
    outcome = Heard(seq, OUTCOME, f"{call.state} {call.outcome}".strip())
    return [outcome, *([Heard(seq, TOOL, call.tool)] if call.state is CallState.DONE else [])]


def vectors_of(
    playbook: Playbook, heard: Sequence[Heard], signals: SignalReader, most: int
) -> Mapping[str, Sequence[float]]:
    """Unit vectors of the latest ``most`` sentences worth comparing, and of the playbook's examples.

    Pure computation: call it from a thread.
    """
    sentences: list[str] = []
    for said in worth_comparing(playbook, reversed(heard)):
        if len(sentences) == most:
            break
        if said.sentence not in sentences:
            sentences.append(said.sentence)
    if not sentences:
        return {}
    texts = [*sentences, *examples(playbook)]
    return dict(zip(texts, signals.embed(texts), strict=True))
