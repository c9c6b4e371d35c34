from handrail.domain.level import Level
from handrail.domain.policy import PolicyError


def test_a_refused_policy_says_where_why_and_what_to_do() -> None:
    error = PolicyError("a.toml", "title", "it is missing", "Add it")
    assert str(error) == "a.toml: title: it is missing. Add it."
    placed = error.on_line(3)
    assert str(placed) == "a.toml: line 3, title: it is missing. Add it."
    assert placed.sentence == "line 3, title: it is missing. Add it."
    assert (placed.source, placed.key, placed.reason, placed.remedy) == (
        "a.toml",
        "title",
        "it is missing",
        "Add it",
    )
    assert error.on_line(None).sentence == error.sentence


def test_levels_have_an_order() -> None:
    assert sorted([Level.HIGH, Level.LOW, Level.MEDIUM]) == list(Level)
    assert Level.LOW.__lt__("low") is NotImplemented
