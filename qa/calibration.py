"""Where scores become decisions: figures of `python -m qa.evaluation.calibrate` on the dev questions.

They belong to one reader; another reader needs others.
"""

from dataclasses import dataclass

from qa.records import Support


@dataclass(frozen=True, slots=True)
class Calibration:
    """The score from which a first finding is shown, and the one from which it is called fair."""

    threshold: float
    fair: float  # at least 60% of first findings from here on held the evidence

    def support(self, score: float) -> Support:
        """Return the word for *score*; no reader so far earns `strong` (85%)."""
        return Support.FAIR if score >= self.fair else Support.WEAK


SENTENCES = Calibration(threshold=2.4, fair=3.6)
# A question is about another subject when no passage comes closer in meaning than this cosine times the share
# of its words, by how telling they are, that the collection does not know.
UNRELATED_COSINE = 0.4
