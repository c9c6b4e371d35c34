"""Check digits: whether a number that names a card, an account or a person is well-formed."""

_IBAN_LENGTHS = {  # of the registry of ISO 13616
    country: length
    for length, countries in {
        15: "NO",
        16: "BE",
        18: "DK FI FK FO GL NL SD",
        19: "MK SI",
        20: "AT BA EE KZ LT LU MN XK",
        21: "CH HR LI LV",
        22: "BG BH CR DE GB GE IE ME RS VA",
        23: "AE GI IL IQ OM SO TL",
        24: "AD CZ ES MD PK RO SA SE SK TN VG",
        25: "LY PT ST",
        26: "IS TR",
        27: "BI DJ FR GR IT MC MR SM",
        28: "AL AZ BY CY DO GT HN HU LB NI PL SV",
        29: "BR EG PS QA UA",
        30: "JO KW MU YE",
        31: "MT SC",
        32: "LC",
        33: "RU",
    }.items()
    for country in countries.split()
}
_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def is_card(digits: str) -> bool:
    """Whether 12 to 19 digits end in their check digit (Luhn; ISO/IEC 7812-1)."""
    if not 12 <= len(digits) <= 19 or not _all_digits(digits):
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_iban(said: str) -> bool:
    """Whether it has its country's length and its check digits (ISO 13616, ISO/IEC 7064 MOD 97-10)."""
    said = said.upper()
    if len(said) != _IBAN_LENGTHS.get(said[:2]) or not (said.isascii() and said.isalnum()):
        return False
    if not _all_digits(said[2:4]):
        return False
    return int("".join(str(int(sign, 36)) for sign in said[4:] + said[:4])) % 97 == 1


def is_us_ssn(digits: str) -> bool:
    """Whether nine digits can be an American social security number; it has no check digit (SSA)."""
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    if len(digits) != 9 or not _all_digits(digits):
        return False
    return area not in {"000", "666"} and area[0] != "9" and group != "00" and serial != "0000"


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits end in the check digit of the British NHS (modulus 11)."""
    if len(digits) != 10 or not _all_digits(digits):
        return False
    check = 11 - sum(int(d) * (10 - place) for place, d in enumerate(digits[:9])) % 11
    return check % 11 == int(digits[9])


def is_german_tax_id(digits: str) -> bool:
    """Whether eleven digits end in their check digit (ISO/IEC 7064 MOD 11, 10; section 139b AO)."""
    if len(digits) != 11 or not _all_digits(digits) or digits[0] == "0":
        return False
    product = 10
    for digit in digits[:10]:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == int(digits[10])


def is_spanish_id(said: str) -> bool:
    """Whether a DNI (eight digits) or NIE (X, Y or Z and seven) ends in its letter (modulus 23)."""
    said = said.upper()
    body = {"X": "0", "Y": "1", "Z": "2"}.get(said[:1], said[:1]) + said[1:-1]
    return len(said) == 9 and _all_digits(body) and _DNI_LETTERS[int(body) % 23] == said[-1]


def _all_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
