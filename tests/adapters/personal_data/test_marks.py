"""Forms and check digits in English, German and Spanish; every value is made up."""

import pytest

from handrail.adapters.personal_data.marks import by_form
from handrail.domain.personal_data import PersonalKind, without_overlaps

CARD, EMAIL, IBAN, IP = PersonalKind.CARD, PersonalKind.EMAIL, PersonalKind.IBAN, PersonalKind.IP
ID, NUMBER, URL, BIRTH = (
    PersonalKind.NATIONAL_ID,
    PersonalKind.NUMBER,
    PersonalKind.URL,
    PersonalKind.BIRTH_DATE,
)


def found(text: str) -> list[tuple[PersonalKind, str]]:
    return [(s.kind, text[s.start : s.end]) for s in without_overlaps(by_form(text))]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("write to jo.o'field+x@mail.example.co.uk.", EMAIL, "jo.o'field+x@mail.example.co.uk"),
        ("Schreiben Sie an jörg@müller.example, bitte", EMAIL, "jörg@müller.example"),
        ("mi correo:peña_9@correo.example", EMAIL, "peña_9@correo.example"),
        ("see https://shop.example/u/jo?x=1.", URL, "https://shop.example/u/jo?x=1"),
        ("(www.jo-field.example)", URL, "www.jo-field.example"),
        ("from 203.0.113.77, today", IP, "203.0.113.77"),
        ("ip 2001:db8::8a2e:370:7334", IP, "2001:db8::8a2e:370:7334"),
        ("card 4111111111111111.", CARD, "4111111111111111"),
        ("it is 4111-1111-1111-1111, thanks", CARD, "4111-1111-1111-1111"),
        ("Karte 5500 0000 0000 0004 123", CARD, "5500 0000 0000 0004"),
        ("tarjeta 340000000000009", CARD, "340000000000009"),
        ("my card 4111 1111 1111 1112 was declined", CARD, "4111 1111 1111 1112"),
        ("pay GB82 WEST 1234 5698 7654 32 please", IBAN, "GB82 WEST 1234 5698 7654 32"),
        ("auf de89370400440532013000 bitte", IBAN, "de89370400440532013000"),
        ("desde ES91 2100 0418 4502 0005 1332 a mi", IBAN, "ES91 2100 0418 4502 0005 1332"),
        ("my IBAN is GB00 WEST 1234 5698 7654 33 and", IBAN, "GB00 WEST 1234 5698 7654 33"),
        ("SSN 078-05-1121", ID, "078-05-1121"),
        ("social security number: 536 90 4399", ID, "536 90 4399"),
        ("my ssn is 536904399", ID, "536904399"),
        ("my NI number is QQ 12 34 56 C".replace("QQ", "AB"), ID, "AB 12 34 56 C"),
        ("NHS number 943 476 5919", ID, "943 476 5919"),
        ("Mi DNI es 12345678Z", ID, "12345678Z"),
        ("NIE X-1234567-L", ID, "X-1234567-L"),
        ("Meine Steuer-ID: 36 574 261 809", ID, "36 574 261 809"),
        ("account number 12345678", NUMBER, "12345678"),
        ("my customer no. is AB-88231, ok", NUMBER, "AB-88231"),
        ("driver's license number is S123-4567", NUMBER, "S123-4567"),
        ("Kundennummer 4711-0815", NUMBER, "4711-0815"),
        ("Meine Kontonummer lautet 0532013000", NUMBER, "0532013000"),
        ("Personalausweis Nr. L01X00T47", NUMBER, "L01X00T47"),
        ("mi número de cliente es 889123", NUMBER, "889123"),
        ("pasaporte AAB123456", NUMBER, "AAB123456"),
        ("I was born on 2/8/1985", BIRTH, "2/8/1985"),
        ("date of birth: March 3rd, 1971", BIRTH, "March 3rd, 1971"),
        ("geboren am 3. März 1971", BIRTH, "3. März 1971"),
        ("nací el 3 de mayo de 1971", BIRTH, "3 de mayo de 1971"),
    ],
)
def test_it_is_found_whole_and_alone(text: str, kind: PersonalKind, value: str) -> None:
    assert found(text) == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "order 1234567890123456 has not arrived",  # fails the check digit and is called no card
        "I paid 1,250.00 on 2026-03-01 for 2 items",
        "version 1.2.3.4.5 at 10:15:30",
        "your account has 3 cards",
        "i have been a customer since 2019",
        "call me @ home",
        "code 078-05-0000",  # no such social security number
        "12345678A",  # a wrong check letter
        "die Steuer 2025",
        "he is at 999.999.999.999",
        "::",
    ],
)
def test_nothing_is_found(text: str) -> None:
    assert found(text) == []
