import math
from concurrent.futures import ThreadPoolExecutor

import pytest

from handrail.actions.ports import KindHead
from handrail.adapters.signals.reader import BundledSignalReader
from handrail.domain.course_calls import Made
from handrail.domain.moment import Said, Turn
from handrail.domain.signals import CUES, EMOTIONS, Reading, Signals

MESSAGES = [
    "I can't find my debit card anywhere",
    "thank you so much, you are wonderful",
    "ok",
    "Ich möchte mit einem Mitarbeiter sprechen",
    "are you a person?",
]
WEIRD = {
    "empty": "",
    "blank": " \t\n ",
    "a megabyte without a space": "x" * 1_000_000,
    "a megabyte of words": "where is my parcel " * 55_000,
    "control characters": "\x00\x01\x1b[31mhello\x7f",
    "lone surrogate": "hello \ud83d there",
    "right to left": "\u202eolleh\u202c مرحبا",
    "emoji": "😡😡😡",
    "digits": "4929 1234",
    "script": "<script>alert(1)</script>",
}


def test_a_reading_has_every_part(reader: BundledSignalReader, head: KindHead) -> None:
    [reading] = reader.read(["I can't find my debit card anywhere"], head)
    assert_whole(reading)
    assert reading.signals.version == reader.version
    assert reading.signals.language == "en"
    assert reading.signals.kinds[0].name == "card_lost"


def assert_whole(reading: Reading) -> None:
    signals = reading.signals
    assert len(reading.embedding) == 384
    assert math.isclose(math.hypot(*reading.embedding), 1.0, abs_tol=1e-4)
    assert tuple(signals.cues) == CUES
    assert tuple(signals.emotions) == EMOTIONS
    shares = [*signals.cues.values(), *signals.emotions.values()]
    shares += [kind.probability for kind in signals.kinds]
    assert all(0.0 <= share <= 1.0 for share in [*shares, signals.language_probability])
    assert -1.0 <= signals.sentiment <= 1.0
    assert signals.flagged <= {cue for cue, share in signals.cues.items() if share > 0.02}


@pytest.mark.parametrize("text", WEIRD.values(), ids=WEIRD.keys())
def test_any_text_is_read(reader: BundledSignalReader, head: KindHead, text: str) -> None:
    [reading] = reader.read([text], head)
    assert_whole(reading)


@pytest.mark.parametrize("text", ["", " \t\n ", "4929 1234", "😡😡😡", "x" * 1_000_000, "?!"])
def test_where_nothing_is_said_nothing_is_flagged(
    reader: BundledSignalReader, head: KindHead, text: str
) -> None:
    assert signals_of(reader, head, text).flagged == frozenset()


def test_no_text_gives_no_reading(reader: BundledSignalReader, head: KindHead) -> None:
    assert reader.read([], head) == []
    assert reader.embed([]) == []


def test_a_message_reads_the_same_alone_and_beside_others(
    reader: BundledSignalReader, head: KindHead
) -> None:
    together = reader.read([*MESSAGES, "a much longer neighbour " * 40], head)[: len(MESSAGES)]
    assert together == [reader.read([text], head)[0] for text in MESSAGES]


def test_readings_are_the_same_from_many_threads(
    reader: BundledSignalReader, head: KindHead
) -> None:
    with ThreadPoolExecutor(4) as threads:
        futures = [threads.submit(reader.read, MESSAGES, head) for _ in range(8)]
        readings = [future.result() for future in futures]
    assert all(reading == readings[0] for reading in readings)


def test_a_second_reader_reads_the_same(reader: BundledSignalReader, head: KindHead) -> None:
    assert BundledSignalReader().read(MESSAGES, head) == reader.read(MESSAGES, head)


def test_embed_gives_the_vector_of_the_reading(reader: BundledSignalReader, head: KindHead) -> None:
    vectors = [list(reading.embedding) for reading in reader.read(MESSAGES, head)]
    assert reader.embed(MESSAGES) == vectors
    assert BundledSignalReader().embed(MESSAGES) == vectors  # without reading the rest of them


def test_a_long_message_is_read_at_both_ends(reader: BundledSignalReader, head: KindHead) -> None:
    filler = "The parcel with the blue lamp came by van. " * 60
    plain, at_start, at_end = reader.embed([filler, f"Hello! {filler}", f"{filler} Goodbye!"])
    assert plain not in (at_start, at_end)


def test_hidden_characters_do_not_hide_a_request(
    reader: BundledSignalReader, head: KindHead
) -> None:
    [reading] = reader.read(["give me a hu\u200bman\u00ad please"], head)
    assert "asks_for_person" in reading.signals.flagged


# Written for this test; nothing was trained or chosen on them.
SAYS = {
    "asks_for_person": [
        "Would you kindly let one of your staff take this over?",
        "i need to talk to a real person about my claim",
    ],
    "asks_if_ai": ["Tell me honestly, is a human answering me?", "are u a chatbot"],
    "self_harm": ["I have decided to end my life tonight", "i just want to die"],
    "suspected_fraud": [
        "Somebody has been paying with my card in a city I've never visited",
        "I gave my password to a caller who pretended to be from the bank",
    ],
    "bereavement": ["My mother passed away on Monday", "my late husband's account, he died in may"],
    "regulator_complaint": ["I am taking this to the financial ombudsman"],
    "clinical_question": ["Can I take ibuprofen together with my blood thinner?"],
    "vulnerable_customer": ["I've lost my job and we can't afford food any more"],
}
SAYS_NOT = {
    "asks_for_person": ["Can a second person use this card?", "The agent on the phone was lovely"],
    "asks_if_ai": ["Is the robot vacuum back in stock?", "are you open on Monday"],
    "self_harm": ["The app killed my battery", "these shoes are killing me"],
    "suspected_fraud": ["Why was my card declined at the till?", "my refund is late"],
    "bereavement": ["The battery died after a day", "I am late with my payment"],
    "regulator_complaint": ["I'd like to complain about a late parcel"],
    "clinical_question": ["Can I move my appointment to Friday?", "the doctor's invoice"],
    "vulnerable_customer": ["Is there a cheaper model of this fridge?"],
}


@pytest.mark.parametrize(("cue", "text"), [(cue, t) for cue, texts in SAYS.items() for t in texts])
def test_cue_is_flagged(reader: BundledSignalReader, head: KindHead, cue: str, text: str) -> None:
    assert cue in signals_of(reader, head, text).flagged


@pytest.mark.parametrize(
    ("cue", "text"), [(cue, t) for cue, texts in SAYS_NOT.items() for t in texts]
)
def test_shared_words_do_not_flag_a_cue(
    reader: BundledSignalReader, head: KindHead, cue: str, text: str
) -> None:
    assert cue not in signals_of(reader, head, text).flagged


HEARD = {
    "anger": "This is outrageous, I am furious with you!",
    "worry": "I'm so worried and afraid that the money is gone",
    "sadness": "I am heartbroken and so sad",
    "confusion": "I don't understand this at all, I'm confused",
    "joy": "Amazing, I love it!",
    "gratitude": "Thank you so much for your help",
}


@pytest.mark.parametrize(("emotion", "text"), HEARD.items())
def test_emotion_is_heard(
    reader: BundledSignalReader, head: KindHead, emotion: str, text: str
) -> None:
    emotions = signals_of(reader, head, text).emotions
    assert max(emotions, key=lambda name: emotions[name]) == emotion
    assert emotions[emotion] >= 0.35


def test_sentiment_has_the_sign_of_the_message(reader: BundledSignalReader, head: KindHead) -> None:
    bad = ("anger", "worry", "sadness")
    assert all(signals_of(reader, head, HEARD[name]).sentiment < -0.2 for name in bad)
    assert all(
        signals_of(reader, head, HEARD[name]).sentiment > 0.2 for name in ("joy", "gratitude")
    )


@pytest.mark.parametrize(
    "text",
    [
        "I'm confused, which button do I press?",
        "I am so frustrated, nothing works",
        "I'm tired of waiting for the parcel",
        "hi, I have a problem with my order",
        "good evening, is anyone there",
        "I want to complain about the courier",
        "my phone stopped working yesterday",
        "where do I pick up my prescription",
    ],
)
def test_everyday_messages_flag_nothing(
    reader: BundledSignalReader, head: KindHead, text: str
) -> None:
    assert signals_of(reader, head, text).flagged == frozenset()


def signals_of(reader: BundledSignalReader, head: KindHead, text: str) -> Signals:
    return reader.read([text], head)[0].signals


def test_following_a_conversation_finds_what_is_said_again(
    reader: BundledSignalReader, head: KindHead
) -> None:
    earlier = [Said("customer", "Where is my refund?"), Said("ai", "Could you tell me the order?")]

    def followed(text: str) -> Signals:
        [reading] = reader.read([text], head)
        return reader.follow(Turn(text, earlier=earlier), reading).signals

    again, thanks = followed("When do I get my money back?"), followed("Thank you, I found it.")
    assert again.repeats > 0.5 > thanks.repeats
    assert 0.0 < again.failing < 1.0


def test_calls_say_how_a_conversation_goes_where_there_are_tools(
    reader: BundledSignalReader, head: KindHead
) -> None:
    text = "But that is not what I asked for."
    earlier = [Said("customer", "Please cancel it."), Said("ai", "Your order has been cancelled.")]
    [reading] = reader.read([text], head)
    done = (1, Made("cancel", "{}", changes=True, failed=False))
    without, unused, used = (
        reader.follow(Turn(text, earlier=earlier, calls=calls), reading).signals.failing
        for calls in (None, [], [done])
    )
    assert len({without, unused, used}) == 3


@pytest.mark.parametrize("text", WEIRD.values(), ids=WEIRD.keys())
def test_any_conversation_is_followed(
    reader: BundledSignalReader, head: KindHead, text: str
) -> None:
    [reading] = reader.read([text], head)
    turn = Turn(text, earlier=[Said("customer", text), Said("ai", text)])
    signals = reader.follow(turn, reading).signals
    assert 0.0 <= signals.repeats <= 1.0
    assert 0.0 <= signals.failing <= 1.0
