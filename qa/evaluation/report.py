"""Results -> tables for a terminal."""

from collections.abc import Iterable, Mapping, Sequence

from qa.evaluation.collections import AS_ASKED, LEFT_OUT, VARIANTS
from qa.evaluation.figures import DISAGREEMENT, FALLING, Figure
from qa.evaluation.results import (
    BOTH,
    FOLLOW_UPS,
    HELD_OUT_SPANISH,
    IN_SPANISH,
    OWN_SPANISH,
    SINGLE_TURN,
    Group,
    Peer,
    Results,
)
from qa.evaluation.squad import MASKED, OPEN, ORIGINALS, READING, SPANISH
from qa.evaluation.suite import OWN

LABEL = 30
COLUMN = 27
NARROW = 18
AT_A_TIME = 3  # groups beside each other
REASONS = ("answered", "invalid", "advice", "out_of_scope", "not_in_collection", "not_stated")
WHOLE = (
    *(SINGLE_TURN, OWN, FOLLOW_UPS, IN_SPANISH, OWN_SPANISH, HELD_OUT_SPANISH),
    *(READING, OPEN, MASKED, SPANISH, ORIGINALS),
)
FEW = (
    "evidence at 1",
    "evidence at 3",
    "focused evidence at 1",
    "refused, of the unanswerable",
    "wrongly refused",
    "F1",
)


def as_table(results: Results, by: Sequence[str] = ()) -> str:
    """Return *results* as text: all figures, the variants, the groupings *by*, reasons, peers, times."""
    groups = results.groups
    whole = [name for name in WHOLE if name in groups]
    asked = [f"{BOTH}, {variant}" for variant in (AS_ASKED, *VARIANTS, LEFT_OUT)]
    parts = [
        _wide({name: groups[name] for name in whole[at : at + AT_A_TIME]})
        for at in range(0, len(whole), AT_A_TIME)
    ]
    if any(name in groups for name in asked[1:]):
        parts.append(
            _compact(
                "English single turn, asked",
                {n: groups[n] for n in asked if n in groups},
                asked[0],
            )
        )
    parts += [_compact(f"dev and own by {name}", results.by[name]) for name in by]
    parts.append(_reasons(results.confusion))
    for corpus in dict.fromkeys(peer.corpus for peer in results.peers):
        parts.append(_peers(corpus, [peer for peer in results.peers if peer.corpus == corpus]))
    parts.append(_times({name: groups[name] for name in whole}))
    return "\n\n".join(parts)


def _wide(groups: Mapping[str, Group]) -> str:
    columns = [group.figures for group in groups.values()]
    lines = [_line("", groups)]
    lines += [_line(name, [_cell(column[name]) for column in columns]) for name in columns[0]]
    return "\n".join([*lines, _line(DISAGREEMENT, ["   -"] * len(columns))])


def _line(label: str, cells: Iterable[str], width: int = COLUMN) -> str:
    return (f"{label:<{LABEL}}" + "".join(f"  {cell:<{width}}" for cell in cells)).rstrip()


def _cell(figure: Figure) -> str:
    if figure.value is None or figure.low is None or figure.high is None:
        return "   -"
    if figure.k is not None:
        return f"{figure.k:>4} of {figure.n:<5} {100 * figure.low:.0f} to {100 * figure.high:.0f}%"
    return f"{_number(figure.value):>7}      {_number(figure.low)} to {_number(figure.high)}"


def _number(value: float) -> str:
    return f"{value:.3f}" if abs(value) <= 1 else f"{value:.0f}"


def _compact(title: str, groups: Mapping[str, Group], base: str | None = None) -> str:
    """Return a few figures of each group, a line each, and how far they are from the group *base*."""
    lines = [_line(title, [_short(name) for name in FEW], NARROW)]
    start = groups[base].figures if base and base in groups else {}
    for name, group in groups.items():
        compared = (
            start if {base, f"{BOTH}, {LEFT_OUT}"}.isdisjoint({name}) else {}
        )  # left out: other questions
        cells = [_few(group.figures[figure], compared.get(figure)) for figure in FEW]
        lines.append(_line(f"  {name.removeprefix(BOTH + ', ')}"[:LABEL], cells, NARROW))
    return "\n".join(lines)


def _short(name: str) -> str:
    return name.partition(",")[0].replace("focused evidence", "focused")


def _few(figure: Figure, base: Figure | None = None) -> str:
    if figure.value is None:
        return "-"
    shown = f"{figure.k} of {figure.n}" if figure.k is not None else f"{figure.value:.3f}"
    if base is None or base.value is None:
        return shown
    change = figure.value - base.value
    return f"{shown} ({100 * change:+.0f})" if figure.k is not None else f"{shown} ({change:+.3f})"


def _reasons(table: Mapping[str, Mapping[str, int]]) -> str:
    lines = [_line("reasons given, dev and own", REASONS, NARROW)]
    for kind, counts in sorted(table.items()):
        lines.append(_line(f"  {kind}", [str(counts.get(reason, 0) or ".") for reason in REASONS], NARROW))
    return "\n".join(lines)


def _peers(corpus: str, peers: Sequence[Peer]) -> str:
    lines = [_line(f"beside others, on {corpus}", [*(_short(name) for name in FEW), "ms, median"], NARROW)]
    for peer in peers:
        if peer.group is None:
            lines.append(f"  {peer.name:<{LABEL - 2}}  not run: {peer.not_run}")
            continue
        cells = [_few(peer.group.figures[name]) for name in FEW]
        lines.append(
            _line(f"  {peer.name}", [*cells, f"{peer.group.milliseconds['median'].value or 0:.1f}"], NARROW)
        )
    return "\n".join(lines)


def _times(groups: Mapping[str, Group]) -> str:
    names = sorted({stage for group in groups.values() for stage in group.stages})
    lines = [_line("ms a reply: median, 95th perc.", ["whole", *names], NARROW)]
    for name, group in groups.items():
        whole = tuple(figure.value or 0.0 for figure in group.milliseconds.values())
        pairs = [whole, *(group.stages.get(stage, (0.0, 0.0)) for stage in names)]
        lines.append(
            _line(f"  {name}"[:LABEL], [", ".join(f"{ms:.1f}" for ms in pair) for pair in pairs], NARROW)
        )
    return "\n".join(lines)


def as_comparison(new: Results, old: Results) -> str:
    """Return what differs from *old*: figures that moved, beyond their interval or not, and flips."""
    parts = [_moved(name, new.groups[name], old.groups[name]) for name in new.groups if name in old.groups]
    parts.append(_flips(new, old))
    changed = [name for name, value in new.settings.items() if old.settings.get(name) != value]
    parts.insert(0, f"against the older run ({', '.join(changed) or 'nothing'} changed)")
    return "\n\n".join(part for part in parts if part)


def _moved(name: str, new: Group, old: Group) -> str:
    lines = []
    for figure, now in new.figures.items():
        before = old.figures.get(figure)
        if before is None or now.value == before.value:
            continue
        lines.append(_line(f"  {figure}", [_cell(before), _cell(now), _verdict(figure, before, now)]))
    return "\n".join([_line(name, ["before", "now", ""]), *lines]) if lines else ""


def _verdict(name: str, before: Figure, now: Figure) -> str:
    if before.value is None or now.value is None or before.low is None or before.high is None:
        return ""
    if name.startswith("quote length"):
        better = "shorter" if now.value < before.value else "longer"
    else:
        better = "better" if (now.value > before.value) != (name in FALLING) else "worse"
    return better + (
        ", within the interval" if before.low <= now.value <= before.high else ", beyond the interval"
    )


def _flips(new: Results, old: Results) -> str:
    before = {row.key: row for row in old.rows}
    flipped = [row for row in new.rows if row.key in before and row.good != before[row.key].good]
    if not flipped:
        return "no question flipped"
    lines = [f"{len(flipped)} questions flipped"]
    for row in sorted(flipped, key=lambda row: (row.good, row.key)):
        lines.append(f"  {'now good' if row.good else 'now bad '}  {row.key}: {row.question}")
    return "\n".join(lines)
