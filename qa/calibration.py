"""Where scores become decisions: figures of `python -m qa.evaluation.calibrate` on the questions that decide.

They belong to one reader; another reader needs others.
"""

from dataclasses import dataclass
from math import inf

from index.records import Kind
from qa.records import Support


@dataclass(frozen=True, slots=True)
class Calibration:
    """The score from which a first finding is shown, and those from which it is called fair and strong."""

    threshold: float
    fair: float  # at least 60% of first findings from here on held the evidence
    strong: float  # at least 85%

    def support(self, score: float, kind: Kind) -> Support:
        """Return the word for *score*; a paraphrased copy never earns more than fair."""
        if score >= self.strong and kind != "paraphrased":
            return Support.STRONG
        return Support.FAIR if score >= self.fair else Support.WEAK


# For the English search question of one in Spanish, and for whole sentences by their cosine (in hundredths).
SPANISH = Calibration(threshold=1.2, fair=1.5, strong=7.5)
WHOLE_SENTENCES = Calibration(threshold=81.2, fair=83.5, strong=inf)
SHIPPED = Calibration(threshold=1.5, fair=4.3, strong=8.7)
# A question is about another subject when no passage comes closer in meaning than this cosine times the share
# of its words, by how telling they are, that the collection does not know.
UNRELATED_COSINE = 0.4
