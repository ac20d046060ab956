"""How much of a question's words a text holds, each word by how telling it is here. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.aliases import matches
from index.analysis import stems
from index.sources import Alias
from qa.question import Question
from qa.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Coverage:
    """A question's terms with their weights, and which other stems stand for which of them."""

    terms: Sequence[str]
    vocabulary: Vocabulary
    equivalents: Sequence[
        tuple[frozenset[str], frozenset[str]]
    ]  # (stems of another form, terms it stands for)

    @classmethod
    def of(cls, question: Question, vocabulary: Vocabulary, aliases: Sequence[Alias]) -> "Coverage":
        """Return the terms of *question*; a name's other forms, by *aliases*, count as the name."""
        text = question.text
        equivalents = [
            (frozenset(stems(form)), frozenset(stems(text[slice(*match.span)])))
            for match in matches(text, aliases)
            for form in match.alias.forms
        ]
        return cls(question.terms, vocabulary, equivalents)

    def share(self, found: Iterable[str]) -> float:
        """Return how much of the terms' weight the stems *found* hold, in [0, 1]."""
        held = set(found)
        for form, terms in self.equivalents:
            if form <= held:
                held |= terms
        total = sum(self.vocabulary.weight(term) for term in self.terms)
        return (
            sum(self.vocabulary.weight(term) for term in self.terms if term in held) / total if total else 0.0
        )
