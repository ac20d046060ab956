"""Results -> one HTML page that needs nothing else: the table and the plots."""

from collections.abc import Iterable
from html import escape
from pathlib import Path

from index.errors import BotError
from qa.evaluation.plots import beside_peers, latency_by_stage, risk_against_coverage, score_by_kind
from qa.evaluation.report import as_table
from qa.evaluation.results import GROUPINGS, Results, grouped
from qa.evaluation.squad import OPEN, READING
from qa.evaluation.wrong import worst_first

NAME = "evaluation.html"
WORST = 30  # questions that are listed
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>How good the answers are</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; color: #111; background: #fff }}
body {{ max-width: 62rem; margin: 2rem auto; padding: 0 1rem }}
pre {{ font-size: .75rem; line-height: 1.35; overflow-x: auto }}
figure {{ margin: 1.5rem 0; break-inside: avoid }}
figure svg {{ max-width: 100%; height: auto }}
</style></head><body>
<h1>How good the answers are</h1>
<p>{made}</p>
{plots}
<h2>Every figure</h2>
<p>Shares are k of n with a bootstrap 95% interval, other figures a value with its interval.</p>
<pre tabindex="0">{table}</pre>
<h2>Wrong replies, worst first</h2>
<ol>{wrong}</ol>
</body></html>
"""


def write_page(results: Results, folder: Path) -> Path:
    """Write the page into *folder*, which is made where it is absent, and return its path.

    Raises BotError where it cannot be written.
    """
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(as_page(results), encoding="utf-8")
    except OSError as error:
        raise BotError(
            f"{path}: cannot be written ({error.strerror}): name another folder with --report"
        ) from error
    return path


def as_page(results: Results) -> str:
    """Return *results* as an HTML page."""
    wrong = worst_first(results.rows)
    listed = "".join(f"<li>{escape(row.key)}: {escape(row.question)}</li>" for row in wrong[:WORST])
    return PAGE.format(
        made=escape(", ".join(f"{name} {value}" for name, value in results.settings.items())),
        plots="\n".join(_figures(results)),
        table=escape(as_table(results, list(GROUPINGS))),
        wrong=listed + (f"<li>and {len(wrong) - WORST} more</li>" if len(wrong) > WORST else ""),
    )


def _figures(results: Results) -> Iterable[str]:
    rows = grouped(results.rows)
    curves = {name: rows[name] for name in rows if name in (*list(rows)[:2], READING, OPEN)}
    yield _figure("Risk against coverage: answering only what it is surest of", risk_against_coverage(curves))
    yield _figure("Where the time goes", latency_by_stage({name: results.groups[name] for name in curves}))
    yield _figure("Good replies by kind of question", score_by_kind(results.by["kind"]))
    for corpus in dict.fromkeys(peer.corpus for peer in results.peers):
        peers = [peer for peer in results.peers if peer.corpus == corpus]
        absent = "".join(f" {peer.name}: not run, {peer.not_run}." for peer in peers if peer.not_run)
        yield _figure(f"Beside others, on {corpus}.{absent}", beside_peers(peers))


def _figure(caption: str, svg: str) -> str:
    return f"<figure><figcaption><strong>{escape(caption)}</strong></figcaption>{svg}</figure>"
