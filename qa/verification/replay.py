"""A saved reply's question, answered once more: the same reply, or what has changed since. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from qa.bot import Bot, document_ref
from qa.contract import BadLine, DocumentRef, Finding, Frozen, Nearest, Receipt, Reply, Request

# What the receipt calls by these names; anything else it names is a library with its version.
MADE_WITH = {
    "max_findings": "setting max_findings",
    "guarded": "setting guarded",
    "index": "index",
    "code": "code",
}
APART = {"id", "question", "receipt"}  # a follow-up is asked anew as the question that stands alone


class Difference(Frozen):
    """One thing that is not as it was; None where there was, or is, no such thing."""

    what: str
    then: str | None
    now: str | None


class Replayed(Frozen):
    """A saved reply beside the reply to its question now; only the *error* where it cannot be asked again."""

    line: int
    id: str | int | None
    question: str | None
    same: bool  # whether the reply is what it was, in all but its receipt
    made: tuple[Difference, ...]  # in what replies are made from: seeds, models, settings, versions
    reply: tuple[Difference, ...]  # in what the reply says
    error: str | None


def replay(saved: Reply, line: int, bot: Bot) -> Replayed:
    """Return what *bot* replies to the standalone question of *saved* now, compared with *saved*."""
    try:
        now = _asked_again(saved, bot)
    except ValidationError as problem:
        first = problem.errors(include_input=False, include_url=False)[0]
        return unplayable(line, f"{'.'.join(map(str, first['loc']))}: {first['msg']}")
    said = tuple(_said(saved, now))
    return Replayed(
        line=line,
        id=saved.id,
        question=saved.question,
        same=saved.model_dump(exclude=APART) == now.model_dump(exclude=APART),
        made=(*_made(saved.receipt, now.receipt), *_documents(saved, bot)),
        reply=said,
        error=None,
    )


def unplayable(line: int, error: str) -> Replayed:
    """Return the result for a *line* that holds nothing that could be asked again."""
    return Replayed(line=line, id=None, question=None, same=False, made=(), reply=(), error=error)


def _asked_again(saved: Reply, bot: Bot) -> Reply:
    if isinstance(saved, BadLine):
        return bot.bad_line(saved.line, saved.error, saved.id)
    question, filters = saved.standalone_question, dict(saved.filters)
    return bot.reply(Request(question=question, filters=filters, language=saved.language))


def _made(then: Receipt, now: Receipt) -> Iterator[Difference]:
    yield from _differing({"seeds": then.corpus}, {"seeds": now.corpus})
    yield from _differing(*({"encoder": one.encoder, "reader": one.reader} for one in (then, now)))
    if then.made_with:
        yield from _differing(*(_named(one.made_with) for one in (then, now)))
    else:  # a reply from before receipts named them
        name = "settings, index, code or versions"
        yield from _differing({name: then.settings}, {name: now.settings})


def _named(made_with: Mapping[str, str]) -> dict[str, str]:
    return {MADE_WITH.get(name, f"version of {name}"): value for name, value in made_with.items()}


def _documents(saved: Reply, bot: Bot) -> Iterator[Difference]:
    """Yield what is new about the documents that *saved* quotes."""
    quotes: tuple[Finding | Nearest, ...] = (*saved.findings, *saved.nearest)
    for id, then in {one.document.id: one.document for one in quotes}.items():
        document = bot.documents.get(id)
        if document is None:
            yield Difference(what=id, then="in the collection", now=None)
        else:
            yield from _differing(_record(then), _record(document_ref(document)))


def _record(ref: DocumentRef) -> dict[str, str]:
    known = ref.model_dump(mode="json", exclude_none=True)
    return {f"{ref.id} {name}": str(value) for name, value in known.items()}


def _said(saved: Reply, now: Reply) -> Iterator[Difference]:
    """Yield the differences in what the two say, but for what they say of documents."""
    yield from _differing(*(_flat(one, {"findings", "nearest", *APART}) for one in (saved, now)))
    yield from _quotes("finding", saved.findings, now.findings)
    yield from _quotes("nearest", saved.nearest, now.nearest)


def _quotes(
    name: str, then: Sequence[Finding | Nearest], now: Sequence[Finding | Nearest]
) -> Iterator[Difference]:
    places = [{f"{name} {at}": _place(one) for at, one in enumerate(side, 1)} for side in (then, now)]
    yield from _differing(*places)
    both: Iterator[tuple[Finding | Nearest, Finding | Nearest]] = zip(then, now, strict=False)
    for at, (one, other) in enumerate(both, 1):
        if _place(one) == _place(other):
            sides = (_flat(side, {"document"}, f"{name} {at} ") for side in (one, other))
            yield from _differing(*sides)


def _place(one: Finding | Nearest) -> str:
    return f"{one.document.id} {one.quote.start}–{one.quote.end}"


def _flat(value: Reply | Finding | Nearest, left_out: set[str], before: str = "") -> dict[str, str]:
    fields: dict[str, Any] = value.model_dump(mode="json", exclude=left_out)
    return {
        f"{before}{name}": field if isinstance(field, str) else json.dumps(field, ensure_ascii=False)
        for name, field in fields.items()
    }


def _differing(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Difference]:
    for name in dict.fromkeys((*then, *now)):
        if then.get(name) != now.get(name):
            yield Difference(what=name, then=then.get(name), now=now.get(name))
