"""An author as the record has it -> the parts of a person's name, or an organisation. Pure."""

import re
from dataclasses import dataclass

SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
DEGREES = {"md", "phd", "jd", "esq"}  # no part of a name in a reference
# Where they stand before the last word with a capital, they belong to the family name all the same.
PARTICLES = {"da", "de", "del", "della", "der", "di", "dos", "du", "la", "le", "van", "von", "st."}
# Words of which one shows that a name is no person's; none of them is common in people's names.
ORGANISATION = re.compile(
    r"(?:^The\s|&|\d|\b(?:and|of|for|Agency|Associated|Association|Board|Bureau|Cent(?:er|re)|Coalition|"
    r"Commission|Committee|Council|County|Department|Foundation|Inc|Institute|Lab|LLC|Ministry|Network|News|"
    r"Newsroom|Office|Police|Project|Service|Services|Staff|Team|Union|University)\b)"
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person's name in the parts by which styles turn it round. Empty where there is no such part."""

    given: str
    particle: str  # in lower case, as in "van der Berg"
    family: str  # with any particle that has a capital
    suffix: str

    @property
    def surname(self) -> str:
        """The family name with its particle, under which a reference begins."""
        return f"{self.particle} {self.family}".lstrip()

    @property
    def natural(self) -> str:
        """The name as it is spoken."""
        return " ".join(filter(None, (self.given, self.surname, self.suffix)))

    @property
    def inverted(self) -> str:
        """The name turned round: "Quill, Martin, Jr."."""
        return ", ".join(filter(None, (self.surname, self.given, self.suffix)))


@dataclass(frozen=True, slots=True)
class Organisation:
    """A name that is never turned round or cut."""

    name: str

    @property
    def natural(self) -> str:
        return self.name

    @property
    def inverted(self) -> str:
        return self.name


Author = Person | Organisation


def author(text: str, publisher: str | None = None) -> Author:
    """Return the author that *text* names.

    Braces mark an organisation, and a comma parts the family name from the given one ("García Márquez, Ana").
    Without either an organisation is known by a word such as Office, by being the *publisher*, or by having
    one word only; in other names the last word is the family name, with the particles before it.
    """
    text = " ".join(text.split())
    if text.startswith("{") and text.endswith("}"):
        return Organisation(text[1:-1].strip())
    if text == publisher or " " not in text or ORGANISATION.search(text):
        return Organisation(text)
    first, *others = [part.strip() for part in text.split(",") if part.strip()] or [text]
    suffixes = [part for part in others if _bare(part) in SUFFIXES]
    given = [part for part in others if _bare(part) not in SUFFIXES | DEGREES]
    if given:
        return _person(" ".join(given), first.split(" "), suffixes)
    words = first.split(" ")
    if len(words) > 2 and _bare(words[-1]) in SUFFIXES:
        suffixes = [words.pop()]
    start = _family_start(words)
    return _person(" ".join(words[:start]), words[start:], suffixes)


def _person(given: str, family: list[str], suffixes: list[str]) -> Person:
    at = 0
    while at < len(family) - 1 and family[at].islower():
        at += 1
    return Person(
        given=re.sub(r"(?<=\b\w\.)(?=\w)", " ", given),  # "J.K." is two initials
        particle=" ".join(family[:at]),
        family=" ".join(family[at:]),
        suffix=" ".join(suffixes),
    )


def _family_start(words: list[str]) -> int:
    """Return at which of *words* the family name begins; the first word is a given name."""
    for at, word in enumerate(words[1:-1], start=1):
        if word.islower():
            return at
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in PARTICLES:
        start -= 1
    return start


def _bare(text: str) -> str:
    return text.lower().replace(".", "")
