"""Values against schemas that somebody else wrote."""

import pytest

from handrail.adapters.tools.schemas import UnusableSchema, problem


def test_says_where_a_value_does_not_fit() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "array", "items": {"type": "number"}}}}
    assert problem({"a": [1, 2.5]}, schema) is None
    assert str(problem({"a": [1, "x"]}, schema)).startswith("a.1: ")


def test_ends_where_references_double_at_each_step() -> None:
    steps = {f"s{n}": {"allOf": [{"$ref": f"#/$defs/s{n + 1}"}] * 2} for n in range(40)}
    schema = {"$ref": "#/$defs/s0", "$defs": {**steps, "s40": {}}}
    with pytest.raises(UnusableSchema, match="references"):
        problem({}, schema)


def test_ends_where_a_schema_is_itself() -> None:
    with pytest.raises(UnusableSchema):
        problem({}, {"$ref": "#"})


def test_a_schema_may_be_about_trees() -> None:
    tree = {"type": "object", "properties": {"inner": {"$ref": "#"}}}
    assert problem({"inner": {"inner": {}}}, tree) is None
    assert problem({"inner": {"inner": 3}}, tree)
