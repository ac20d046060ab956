"""Starts the page on the index that `python -m qa build` made. Holds no logic."""

from qa.offline import go_offline

go_offline()

import logging  # noqa: E402 - the environment must stand before anything else is imported
import sys  # noqa: E402

from index.errors import BotError  # noqa: E402
from qa.settings import Settings  # noqa: E402
from qa.web.serving import serve  # noqa: E402


def main() -> int:
    """Serve the page until interrupted; return the exit code."""
    logging.basicConfig(level=logging.WARNING)
    try:
        serve(Settings())
    except BotError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
