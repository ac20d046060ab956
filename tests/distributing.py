"""Which tests run in one process, because they share something costly."""

from pathlib import PurePosixPath

from xdist.scheduler import LoadScopeScheduling

QUALITY = PurePosixPath("tests/quality")  # all of it looks at the same replies, which take minutes
WEB = PurePosixPath("tests/qa/web")


def unit_of(nodeid: str) -> str:
    """Return the name of what is given to one process together with the test *nodeid*.

    That is its file; all of tests/quality; of tests/qa/web the test alone, for those are long, come last, and
    would leave one process waiting for the other.
    """
    path = PurePosixPath(nodeid.split("::")[0])
    if path.is_relative_to(QUALITY):
        return str(QUALITY)
    return nodeid if path.is_relative_to(WEB) else str(path)


class Distribution(LoadScopeScheduling):  # type: ignore[misc]  # xdist brings no types
    """Gives a process one unit after the other, in the order of the tests.

    Not by xdist's own groups: pytest 9.2 keeps node ids otherwise, and xdist 3.8 passes over its marks with
    no word.
    """

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)
