"""What a form sent."""

from urllib.parse import parse_qsl

from starlette.requests import Request

from qa.contract import printable

MAX_FIELDS = 20


async def posted(request: Request) -> dict[str, str]:
    """Return the fields of a posted form, the first of each name; none where it cannot be read.

    Read here, because a form parser writes what is sent as a file to the disk.
    """
    body = (await request.body()).decode("utf-8", "replace")
    try:
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError:
        return {}
    # A browser sends line ends as CR LF.
    return {name: printable(value).replace("\r\n", "\n") for name, value in reversed(pairs)}
