from handrail.domain.repetition import repetition


def test_the_same_words_overlap_whole() -> None:
    pair = repetition("Where is my refund?", "where is my REFUND", 0.9)
    assert (pair.cosine, pair.overlap, pair.kept, pair.length) == (0.9, 1.0, 1.0, 1.0)


def test_telling_words_count_by_their_beginning() -> None:
    assert repetition("Please cancel the booking", "I want my bookings cancelled", 0.5).kept == 1.0


def test_a_detail_brings_digits_that_were_not_there() -> None:
    assert repetition("I was charged twice", "order 4417", 0.2).new_digits == 1.0
    assert repetition("I was charged twice for 4417", "order 4417", 0.2).new_digits == 0.0


def test_how_a_message_goes_back_or_moves_on() -> None:
    back = repetition("stop the mails", "As I said: stop them!", 0.6)
    on = repetition("stop the mails", "Thanks, and also the letters?", 0.3)
    assert (back.says_again, back.moves_on) == (1.0, 0.0)
    assert (on.says_again, on.moves_on, on.question) == (0.0, 1.0, 1.0)


def test_a_brief_answer_is_brief() -> None:
    assert repetition("Which one?", "the blue one", 0.1).brief == 1.0


def test_messages_without_words_share_nothing() -> None:
    pair = repetition("?!", "...", 0.0)
    assert (pair.overlap, pair.kept, pair.length) == (0.0, 0.0, 0.0)


def test_every_feature_has_its_name() -> None:
    features = repetition("hello", "hello again", 0.7).features()
    assert features["cosine"] == 0.7
    assert len(features) == 9
