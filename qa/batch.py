"""Lines of JSON -> one reply a line, in order; a bad line gets a reply too and the batch goes on."""

import json
from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from qa.bot import Bot
from qa.contract import Reply, Request


def replies(bot: Bot, lines: Iterable[bytes]) -> Iterator[Reply]:
    """Yield the reply to each of *lines*; blank lines are passed over but counted."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _reply(bot, number, line)


def _reply(bot: Bot, number: int, line: bytes) -> Reply:
    row: object = None
    try:
        row = json.loads(line.decode("utf-8-sig"))
        request = Request.model_validate(row)
    except UnicodeDecodeError:
        error = "not UTF-8"
    except ValidationError as problem:
        first = problem.errors()[0]
        error = ": ".join(filter(None, (".".join(map(str, first["loc"])), first["msg"])))
    except (ValueError, RecursionError) as problem:  # also for a number of thousands of digits
        error = f"not JSON: {problem}"
    else:
        return bot.reply(request)
    return bot.bad_line(number, error, _id_of(row))


def _id_of(row: object) -> str | int | None:
    found = row.get("id") if isinstance(row, dict) else None
    return found if isinstance(found, str | int) and not isinstance(found, bool) else None
