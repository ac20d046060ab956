"""Results -> plots as SVG text, told apart by pattern as well as by colour, so that they survive print."""

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from qa.evaluation.figures import Figure, Rows, confidence, is_wrong
from qa.evaluation.metrics import risk_coverage
from qa.evaluation.results import Group, Peer

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

# Okabe and Ito's colours (2008), which colour-blind people tell apart, each with a line and a pattern.
STYLES = (
    ("#0072B2", "-", ""),
    ("#D55E00", "--", "//"),
    ("#009E73", "-.", ".."),
    ("#CC79A7", ":", "xx"),
    ("#56B4E9", (0, (5, 1)), "\\\\"),
    ("#000000", (0, (1, 3)), "oo"),
)


def risk_against_coverage(groups: Mapping[str, Rows]) -> str:
    """Return the plot of the share of wrong quotes among those shown, as more questions are answered."""
    canvas, axes = _canvas("share of questions answered (coverage)", "share of these that are wrong (risk)")
    for (name, rows), (colour, line, _) in zip(groups.items(), STYLES, strict=False):
        coverage, risk = risk_coverage([confidence(row) for row in rows], [is_wrong(row) for row in rows])
        axes.plot(coverage, risk, color=colour, linestyle=line, linewidth=2, label=name)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.legend(frameon=False)
    return _svg(canvas)


def latency_by_stage(groups: Mapping[str, Group]) -> str:
    """Return the plot of each stage's median time, a bar a group."""
    canvas, axes = _canvas("milliseconds (median of each stage)", "")
    stages = sorted({stage for group in groups.values() for stage in group.stages})
    left = [0.0] * len(groups)
    for stage, (colour, _, hatch) in zip(stages, STYLES, strict=False):
        widths = [group.stages.get(stage, (0.0, 0.0))[0] for group in groups.values()]
        axes.barh(list(groups), widths, left=left, color=colour, hatch=hatch, edgecolor="white", label=stage)
        left = [before + width for before, width in zip(left, widths, strict=True)]
    axes.invert_yaxis()
    canvas.legend(frameon=False, loc="outside upper right", ncols=len(stages))
    return _svg(canvas)


def score_by_kind(kinds: Mapping[str, Group]) -> str:
    """Return the plot of good replies by kind of question, with their intervals."""
    canvas, axes = _canvas("share of good replies, with its 95% interval", "", height=0.32 * len(kinds) + 1.2)
    _bars(
        axes,
        {
            f"{name} ({group.figures['good replies'].n})": group.figures["good replies"]
            for name, group in kinds.items()
        },
    )
    return _svg(canvas)


def beside_peers(peers: Sequence[Peer]) -> str:
    """Return the plot of the evidence found first by each answerer of one corpus, with its interval."""
    canvas, axes = _canvas(
        "share with the evidence in the first finding, with its 95% interval", "", height=3
    )
    _bars(axes, {peer.name: peer.group.figures["evidence at 1"] for peer in peers if peer.group})
    return _svg(canvas)


def _bars(axes: "Axes", figures: Mapping[str, Figure]) -> None:
    defined = {name: one for name, one in figures.items() if one.value is not None}
    values = [one.value or 0.0 for one in defined.values()]
    below = [max(0.0, value - (one.low or 0.0)) for value, one in zip(values, defined.values(), strict=True)]
    above = [max(0.0, (one.high or 0.0) - value) for value, one in zip(values, defined.values(), strict=True)]
    axes.barh(list(defined), values, color=STYLES[0][0], xerr=[below, above], ecolor="black", capsize=3)
    axes.set_xlim(0, 1)
    axes.invert_yaxis()


def _canvas(x: str, y: str, height: float = 3.6) -> "tuple[Canvas, Axes]":
    import matplotlib
    from matplotlib.figure import Figure as Canvas

    matplotlib.rc("svg", hashsalt="evaluation", fonttype="none")  # the same page from the same results
    canvas = Canvas(figsize=(7.5, height), layout="constrained")
    axes = canvas.add_subplot()
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    axes.spines[["top", "right"]].set_visible(False)
    return canvas, axes


def _svg(canvas: "Canvas") -> str:
    drawn = io.StringIO()
    canvas.savefig(drawn, format="svg", metadata={"Date": None})
    text = drawn.getvalue()
    return text[text.index("<svg") :]
