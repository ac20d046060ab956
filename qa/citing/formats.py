"""Every format under one name: what the command line, the page and the API offer. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from qa.citing import apa, bibtex, chicago, csl_json, mla, ris
from qa.citing.runs import Runs, as_markdown, escape_markdown, plain
from qa.citing.works import Cited


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write citations: for people a reference each, for programs a file."""

    title: str
    media_type: str
    suffix: str  # of a file
    export: Callable[[Sequence[Cited]], str]
    reference: Callable[[Cited], Runs] | None  # None where it is for programs only


def _style(title: str, reference: Callable[[Cited], Runs]) -> Format:
    """Return a style for people: below each reference what was quoted from it, and what is not known."""

    def export(all_cited: Sequence[Cited]) -> str:
        return "\n".join(
            "".join(f"{line}\n" for line in (plain(reference(one)), *(f"    {note}" for note in one.notes)))
            for one in all_cited
        )

    return Format(title, "text/plain", "txt", export, reference)


def _markdown(all_cited: Sequence[Cited]) -> str:
    """Return each reference in APA style with its quotes below it, line by line as they stand."""
    parts: list[str] = []
    for one in all_cited:
        parts.append(as_markdown(apa.reference(one)))
        for passage, note in zip(one.passages, one.places, strict=True):
            lines = escape_markdown(passage.text).split("\n")
            parts.append("\n".join(f"> {line}".rstrip() for line in lines) + f"\n\n({escape_markdown(note)})")
        if one.unknown:
            parts.append(escape_markdown(one.unknown))
    return "".join(f"{part}\n\n" for part in parts)


FORMATS: Mapping[str, Format] = {
    "apa": _style("APA 7", apa.reference),
    "mla": _style("MLA 9", mla.reference),
    "chicago": _style("Chicago 17, notes", chicago.reference),
    "markdown": Format("Markdown", "text/markdown", "md", _markdown, None),
    "ris": Format("RIS", "application/x-research-info-systems", "ris", ris.export, None),
    "bibtex": Format("BibTeX", "application/x-bibtex", "bib", bibtex.export, None),
    "csl": Format("CSL-JSON", "application/vnd.citationstyles.csl+json", "json", csl_json.export, None),
}
