"""Check digits: published examples pass, any one changed digit fails, and python-stdnum agrees."""

import random
from collections.abc import Callable

import pytest
from stdnum import iban, luhn
from stdnum.de import idnr
from stdnum.es import dni, nie
from stdnum.gb import nhs
from stdnum.us import ssn

from handrail.domain.check_digits import (
    is_card,
    is_german_tax_id,
    is_iban,
    is_nhs_number,
    is_spanish_id,
    is_us_ssn,
)

EXAMPLES = [
    (is_card, "4111111111111111"),
    (is_card, "340000000000009"),
    (is_iban, "GB82WEST12345698765432"),
    (is_iban, "de89370400440532013000"),
    (is_iban, "ES9121000418450200051332"),
    (is_nhs_number, "9434765919"),
    (is_german_tax_id, "36574261809"),
    (is_spanish_id, "12345678Z"),
    (is_spanish_id, "X1234567L"),
]


@pytest.mark.parametrize(("check", "value"), EXAMPLES)
def test_examples_pass_and_one_changed_digit_fails(
    check: Callable[[str], bool], value: str
) -> None:
    assert check(value)
    for place, sign in enumerate(value):
        if sign.isdigit():
            other = str((int(sign) + 1) % 10)
            assert not check(value[:place] + other + value[place + 1 :])


@pytest.mark.parametrize(
    "check", [is_card, is_iban, is_us_ssn, is_nhs_number, is_german_tax_id, is_spanish_id]
)
@pytest.mark.parametrize(
    "value", ["", "1", "DE", "ZZ89370400440532013000", "DEAA370400440532013000", "DE8937040044053201300-",
              "x" * 9, "x" * 10, "x" * 11, "x" * 16, "\u0661" * 9, "\u0664" * 16, "0" * 11, "9" * 40]
)  # fmt: skip
def test_what_is_no_such_number_is_refused(check: Callable[[str], bool], value: str) -> None:
    assert not check(value)


@pytest.mark.parametrize(
    ("value", "possible"),
    [("078051120", True), ("000123456", False), ("666123456", False), ("912345678", False),
     ("123004567", False), ("123450000", False), ("12345678", False)],
)  # fmt: skip
def test_american_numbers_have_ranges(value: str, possible: bool) -> None:
    assert is_us_ssn(value) is possible


@pytest.mark.parametrize(
    ("check", "oracle", "length"),
    [
        (is_card, luhn.is_valid, 16),
        (is_nhs_number, nhs.is_valid, 10),
        (is_spanish_id, dni.is_valid, 8),
        (is_spanish_id, nie.is_valid, 7),
        (is_us_ssn, ssn.is_valid, 9),
    ],
)
def test_python_stdnum_agrees(
    check: Callable[[str], bool], oracle: Callable[[str], bool], length: int
) -> None:
    rng = random.Random(3)
    for _ in range(2000):
        value = "".join(rng.choices("0123456789", k=length))
        if length < 9:
            value = "XYZ"[rng.randrange(3)] * (length == 7) + value + rng.choice("TRWAGMYFPDXBNJZ")
        if value not in {"078051120", "457555462", "219099999"}:  # it bars numbers of adverts, too
            assert check(value) == oracle(value), value


def test_python_stdnum_agrees_on_german_numbers() -> None:
    rng = random.Random(4)
    valid = 0
    for _ in range(50_000):
        value = "".join(rng.choices("0123456789", k=11))
        if idnr.is_valid(value):  # it asks more: which digits may come how often
            valid += 1
            assert is_german_tax_id(value)
    assert valid > 20


def test_python_stdnum_agrees_on_ibans() -> None:
    rng = random.Random(5)
    for _ in range(5000):
        country, length = rng.choice([("DE", 22), ("GB", 22), ("AT", 20), ("NL", 18), ("PL", 28)])
        letters = "".join(rng.choices("ABCDEFGHIJ", k=4)) if country in ("GB", "NL") else ""
        body = letters + "".join(rng.choices("0123456789", k=length - 4 - len(letters)))
        number = int("".join(str(int(sign, 36)) for sign in body + country + "00"))
        check = f"{98 - number % 97 + rng.choice([0, 0, 1]):02}"
        value = country + check + body
        assert is_iban(value) == iban.is_valid(value, check_country=False), value
