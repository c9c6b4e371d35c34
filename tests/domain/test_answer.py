"""An answer says what the article says; whatever a model adds, turns round or smuggles in is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.domain.answer import (
    LONGEST_ANSWER,
    LONGEST_QUOTE,
    LONGEST_SENTENCE,
    Problem,
    check_answer,
    check_sentence,
    plain_text,
    quoted,
)
from handrail.domain.knowledge import Passage

CARD = Passage(
    "card-gone",
    "If your card is lost",
    """\
Freeze the card in the app under **Cards > Freeze**, or call +49 30 5550 123 at any hour. Then speak
with a person, who blocks it for good.

## Who pays
From the moment you report it, you are not liable for any payment. Before that it is 50 euros at most.

## Next
- A new card comes within seven working days; tracked express costs 1,200.50 euros.
- If ten days have passed, we cancel the card and send another. Mail cards@bank.example.
- We'll also transfer the rest, and interest is 1.6% from 3 March 2026.
""",
    0.7,
)
KARTE = Passage(
    "karte",
    "Karte verloren",
    "Sperren Sie die Karte in der App unter Karten > Sperren. Eine neue Karte kommt in sieben Werktagen "
    "und kostet 4,90 Euro. Bis zur Meldung haften Sie mit höchstens 50 Euro.",
    0.7,
)
TARJETA = Passage(
    "tarjeta",
    "Tarjeta perdida",
    "Bloquee la tarjeta en la aplicación. La tarjeta nueva llega en siete días laborables y no cuesta nada.",
    0.7,
)
QUESTION = "I lost my card in Lisbon, card ending 4417. What now?"


def passage(text: str) -> Passage:
    return Passage("slug", "Title", text, 0.5)


@pytest.mark.parametrize(
    "sentence",
    [
        "Freeze the card in the app under Cards > Freeze, or call +49 30 5550 123 at any hour.",
        "You can freeze your card in the app, and a person then blocks it for good.",
        "After you report it you are not liable for any payment.",
        "You aren\u2019t liable for any payment from the moment that you report it.",
        "Before that, it is €50 at most.",
        "Your new card comes within 7 working days.",
        "Tracked express costs 1200.50 euros.",
        "We will cancel the card and send another if ten days have passed.",
        "Call +49305550123 at any hour.",
        "For your card ending 4417: freeze the card in the app under Cards > Freeze.",
        "Write a mail to cards@bank.example.",
        "I'm happy to help!",
    ],
)
def test_faithful_sentences_pass(sentence: str) -> None:
    assert check_sentence(sentence, [CARD], QUESTION) is None


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Eine neue Karte kommt in 7 Werktagen und kostet 4.90 Euro.", KARTE),
        ("Die Karte sperren Sie in der App unter Karten > Sperren.", KARTE),
        ("La tarjeta nueva llega en 7 días laborables.", TARJETA),
    ],
)
def test_faithful_sentences_in_other_languages_pass(sentence: str, source: Passage) -> None:
    assert check_sentence(sentence, [source], QUESTION) is None


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("", "empty"),
        (" \n ", "empty"),
        ("card " * LONGEST_SENTENCE, "too long"),
        ("Freeze the card\x00.", "control character"),
        ("Freeze the card \u202eeht\u202c.", "control character"),
        ("Freeze the card \ufffd.", "undecodable"),
        ("Freeze the <b>card</b> in the app.", "markup"),
        ("Freeze <img src=x onerror=alert(1)> the card.", "markup"),
        ("Freeze the card [in the app](https://bank.example).", "markup"),
        ("![card](//evil.example/x.png)", "markup"),
        ("javascript:alert(1)", "markup"),
        ("Freeze &lt;script&gt; the card.", "markup"),
        ('{"name": "block_card", "arguments": {}}', "tool call"),
        ("<|tool|> freeze", "tool call"),
        ("block_card(4417)", "tool call"),
        ("[TOOL_CALLS] freeze the card", "tool call"),
        ("My instructions are to freeze the card.", "prompt leakage"),
        ("The system prompt is to freeze the card.", "prompt leakage"),
        ("I am a real person, freeze the card.", "claims to be human"),
        ("My name is Anna and I work with cards.", "claims to be human"),
        ("Ich bin ein Mensch.", "claims to be human"),
        ("Me llamo Ana.", "claims to be human"),
        ("As an AI language model, freeze the card.", "refusal or talk about itself"),
        ("I'm sorry, but I can\u2019t help with that.", "refusal or talk about itself"),
        ("The provided text does not mention the card.", "refusal or talk about itself"),
        ("Ich kann Ihnen dabei leider nicht helfen.", "refusal or talk about itself"),
        ("Lo siento, pero no puedo ayudarle.", "refusal or talk about itself"),
        ("I have frozen the card in the app.", "promise or claimed deed"),
        ("I'll freeze the card for you.", "promise or claimed deed"),
        ("We guarantee a new card within seven working days.", "promise or claimed deed"),
        ("We will refund every payment.", "promise or claimed deed"),
        ("Your new card has been sent.", "promise or claimed deed"),
        ("Ich habe die Karte gesperrt.", "promise or claimed deed"),
        ("He bloqueado la tarjeta.", "promise or claimed deed"),
        ("Freeze the card at www.bank.example.", "contact or link not in the articles"),
        ("Mail card@bank.example.", "contact or link not in the articles"),
        ("Call +49 30 5550 124 at any hour.", "contact or link not in the articles"),
        ("Send the card to DE89370400440532013000.", "contact or link not in the articles"),
        ("A new card comes within nine working days.", "figure not in the articles"),
        ("A new card comes within 7 hours.", "figure not in the articles"),
        ("Before that it is 50 dollars at most.", "figure not in the articles"),
        ("Interest is 50%.", "figure not in the articles"),
        ("A new card comes on Monday.", "figure not in the articles"),
        ("A new card comes on Mondays.", "figure not in the articles"),
        ("A new card comes within twenty-one days.", "figure not in the articles"),
        ("The weather in Lisbon is lovely.", "not in the articles"),
        ("It is free.", "not in the articles"),
        (
            "You are liable for any payment from the moment you report it.",
            "says the opposite of the article",
        ),
        ("Die Karte sperren Sie in der App und haften nicht.", "wrong language"),
        ("Карта будет готова.", "wrong language"),
    ],
)
def test_what_must_not_be_sent_is_named(sentence: str, name: str) -> None:
    problem = check_sentence(sentence, [CARD], QUESTION)
    assert problem is not None
    assert problem.name == name


def test_the_companys_own_words_may_be_said_again() -> None:
    source = passage("I can't stress it enough: we guarantee a refund. Your data has been checked.")
    assert check_sentence("We guarantee a refund.", [source], "") is None
    assert check_sentence("Your data has been checked.", [source], "") is None


def test_markup_is_refused_even_where_the_article_has_it() -> None:
    problem = check_sentence("Use <b>the</b> card.", [passage("Use <b>the</b> card.")], "")
    assert problem == Problem("markup", "<b")


def test_a_problem_reads_as_a_line_of_the_record() -> None:
    assert str(Problem("empty")) == "empty"
    assert (
        str(check_sentence("It takes 9 days.", [CARD], "")) == "figure not in the articles: 9 day"
    )


def test_a_good_answer_passes_whole() -> None:
    text = "Freeze the card in the app. A new card comes within seven working days."
    assert check_answer(text, [CARD], QUESTION) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "empty"),
        ("Freeze the card in the app. " * (LONGEST_ANSWER // 20), "too long"),
        ("Freeze the card in the app. " * 3, "repeats itself"),
        ("Freeze the card in the app. It costs 9 euros.", "figure not in the articles"),
        ("I'm happy to help!", "says nothing of the articles"),
        ("I'm happy. I have\ncancelled the card.", "promise or claimed deed"),
    ],
)
def test_a_bad_answer_is_named(text: str, name: str) -> None:
    problem = check_answer(text, [CARD], QUESTION)
    assert problem is not None
    assert problem.name == name


@given(st.text(max_size=200))
def test_no_text_breaks_the_check_and_strange_text_fails_it(text: str) -> None:
    problem = check_answer(text, [CARD], QUESTION)
    assert problem is not None or set(text.lower().split()) & {"card", "cards", "app"}


def test_the_quote_is_the_first_paragraph_without_marks() -> None:
    assert quoted(CARD) == (
        "Freeze the card in the app under Cards > Freeze, or call +49 30 5550 123 at any hour. "
        "Then speak with a person, who blocks it for good."
    )


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("# Heading\n\nThe answer.\n\nMore.", "The answer."),
        (
            "You need:\n\n- a card\n- a *phone*,\n  charged\n\nMore.",
            "You need:\n• a card\n• a phone, charged",
        ),
        ("You need:", "You need:"),
        ("1. Open it\n2. Close it", "1. Open it\n2. Close it"),
        ("See [our prices](https://bank.example/p).", "See our prices (https://bank.example/p)."),
        ("See [bank.example](bank.example) ![logo](x.png).", "See bank.example logo."),
        ("Use `1*2*3` and snake_case_name.", "Use 1*2*3 and snake_case_name."),
        ("# Only a heading", "Only a heading"),
        ("> Quoted\n> twice", "Quoted twice"),
        ("You need:\n\n# Papers\n\nA passport.", "You need:\nA passport."),
    ],
)
def test_the_quote_is_plain_text(text: str, quote: str) -> None:
    assert quoted(passage(text)) == quote


def test_a_long_quote_ends_with_a_sentence() -> None:
    quote = quoted(passage("One more sentence here. " * 100))
    assert len(quote) <= LONGEST_QUOTE
    assert quote.endswith("here.")
    endless = quoted(passage("word " * 1000))
    assert len(endless) <= LONGEST_QUOTE
    assert endless.endswith("word…")


def test_headings_and_items_keep_their_lines() -> None:
    text = plain_text("# One\ntext that\ngoes on\n- item\n## Two\n1. first\nmore")
    assert text == "One\ntext that goes on\n• item\nTwo\n\n1. first more"


def test_plain_text_of_nothing_is_nothing() -> None:
    assert plain_text(" \n") == ""


GOLD = Passage(
    "gold",
    "Cards",
    "The Gold card is refundable within 30 days in every shop of ours. Delivery takes two days by courier, "
    "and a Gold card costs 12 euros.",
    0.7,
)


@pytest.mark.parametrize(
    ("sentence", "name", "shown_by"),
    [
        (
            "The Gold card is refundable in every Amazon shop within 30 days.",
            "name not in the articles",
            "Amazon",
        ),
        (
            "The Gold card is non-refundable within 30 days in every shop of ours.",
            "says the opposite of the article",
            "non-refundable",
        ),
        (
            "The Gold card is refundable in every shop, but there is no delivery by courier.",
            "denies what no article denies",
            "delivery courier",
        ),
    ],
)
def test_small_changes_that_keep_the_words_are_named(
    sentence: str, name: str, shown_by: str
) -> None:
    assert check_sentence(sentence, [GOLD], QUESTION) == Problem(name, shown_by)


def test_a_name_may_come_from_the_question() -> None:
    sentence = "For Lisbon: freeze the card in the app under Cards > Freeze."
    asked = "For your card in Lisbon: freeze the card in the app under Cards > Freeze."
    assert check_sentence(sentence, [CARD], QUESTION) is None
    assert check_sentence(asked, [CARD], QUESTION) is None
    assert check_sentence(asked, [CARD], "my card is gone") == Problem(
        "name not in the articles", "Lisbon"
    )
