"""Time to accept: a few tell nothing."""

from handrail.domain.accept_time import FEWEST, AcceptTime, Prepared


def test_fewer_than_twenty_are_too_few() -> None:
    few, enough = (
        AcceptTime(Prepared.WRAP_UP, "card", count, 0, 1.0, 2.0, 3.0)
        for count in (FEWEST - 1, FEWEST)
    )
    assert (few.few, enough.few) == (True, False)
