from handrail.domain.promises import promises_in


def test_commitments_are_found_and_other_sentences_left() -> None:
    text = "Your card is blocked. I'll send a new one today. You will receive it by Friday! Bye."
    assert promises_in(text) == ["I'll send a new one today.", "You will receive it by Friday!"]


def test_german_and_spanish() -> None:
    assert promises_in("Wir melden uns morgen.") == ["Wir melden uns morgen."]
    assert promises_in("Le llamaremos mañana.") == ["Le llamaremos mañana."]


def test_nothing_promised() -> None:
    assert promises_in("The branch is open until six.") == []
    assert promises_in("We cannot send it by Friday.") == []


def test_what_is_done_at_once_is_no_promise_until_it_is_for_later() -> None:
    assert promises_in("I'll schedule that. I'll check your balance.") == []
    [later] = promises_in("I'll check your balance tomorrow and call you back.")
    assert later.startswith("I'll check")
