from handrail.domain.customer import Customer
from handrail.domain.moment import KnownCustomer


def test_a_decision_knows_whether_but_never_who() -> None:
    ada = Customer("1", "C-7", "Ada", "ada@example.com", "gold", vulnerable=True)
    assert ada.as_known() == KnownCustomer(known=True, segment="gold", vulnerable=True)
    assert Customer("2", name="Ben").as_known() == KnownCustomer(known=False)
