"""A text assessed after earlier lines is read as it would be in a conversation."""

from dataclasses import dataclass, replace

from handrail.actions.assess_text import assess_text
from handrail.actions.take_turn import take_turn
from handrail.domain import record
from handrail.domain.moment import Said, Turn
from handrail.domain.signals import Reading
from tests.actions.desks import ROUTINE, a_stage
from tests.domain.policies import read_as
from tests.fakes.signals import FakeSignalReader

LINES = ("what are your opening hours", "and your hours on Sunday?", "your opening hours, I said")
READ = (
    replace(ROUTINE, sentiment=0.2),
    read_as("hours", sentiment=-0.3, cues={"complaint": 0.4}),
    read_as("hours", sentiment=-0.8, emotions={"anger": 0.7}),
)


@dataclass
class Remembering(FakeSignalReader):
    """Reads what needs the lines before: the second time a word comes it repeats, and that adds up."""

    def follow(self, turn: Turn, reading: Reading) -> Reading:
        asked = [said for said in turn.earlier if said.party == "customer"]
        before = {word for said in asked for word in said.text.split()}
        words = turn.text.split()
        repeats = sum(word in before for word in words) / len(words)
        failing = (sum(said.repeats - said.sentiment for said in asked) + repeats) / 10
        return replace(reading, signals=replace(reading.signals, repeats=repeats, failing=failing))


async def test_is_read_like_the_same_lines_in_a_conversation(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        reader = Remembering(dict(zip(LINES, READ, strict=True)))
        desk = replace(stage.desk, signals=reader)
        opened = await stage.customer()
        for line in LINES:
            await stage.asks(opened, line)
            await take_turn(desk, opened.id)
        async with desk.store.transaction() as tx:
            *_, live = await tx.decisions(opened.id)
        said = [
            Said(event.speaker.value, event.text or "")
            for event in await stage.events(opened)
            if event.kind == "message"
        ]
        assert [line.text for line in said if line.party == "customer"] == list(LINES)
        last = max(place for place, line in enumerate(said) if line.text == LINES[-1])
        moment = (await assess_text(desk, LINES[-1], "en", said[:last])).case.moment
        assert live.scores["repeats"] == 0.4
        assert record.scores(moment) == live.scores
        assert record.summary(moment) == live.moment
