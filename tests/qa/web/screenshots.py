"""`python -m tests.qa.web.screenshots FOLDER [LOOK ...]`: a picture of each screen and state in each look."""

from qa.offline import go_offline

go_offline()

import sys  # noqa: E402 - the environment must stand before gradio is imported
import tempfile  # noqa: E402
from pathlib import Path  # noqa: E402

from playwright.sync_api import Page, sync_playwright  # noqa: E402

from tests.qa.web.conftest import QUIET, chromium  # noqa: E402
from tests.qa.web.screens import LOOKS, WALKS, everything  # noqa: E402
from tests.qa.web.serving import in_background  # noqa: E402


def picture(page: Page, path: Path) -> None:
    """Write a picture of the whole page, in a window as high as it is: what stays in view is in its place."""
    usual = page.viewport_size
    assert usual is not None
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": usual["width"], "height": max(height, usual["height"])})
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(200)  # frames settle
    page.screenshot(path=path)
    page.set_viewport_size(usual)


def main(folder: Path, looks: list[str]) -> None:
    """Write `LOOK-WALK-NUMBER-STATE.png` into *folder*; of all looks where none is named."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        in_background(everything(Path(data))) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        for look in looks or list(LOOKS):
            for name, walk in WALKS.items():
                context = LOOKS[look].context(browser)
                page = context.new_page()
                for number, state in enumerate(walk(page, site), start=1):
                    picture(page, folder / f"{look}-{name}-{number}-{state}.png")
                context.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
