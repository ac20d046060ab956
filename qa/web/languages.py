"""In which language a page is shown: as its address says, else as the browser asks."""

from starlette.requests import HTTPConnection

from qa.texts import CATALOGUES, Catalogue, catalogue

PARAMETER = "lang"


def page_catalogue(request: HTTPConnection) -> Catalogue:
    """Return the catalogue of the page's language: that of `?lang=`, else what `Accept-Language` prefers."""
    asked = request.query_params.get(PARAMETER, "")
    if asked in CATALOGUES:
        return catalogue(asked)
    return catalogue(preferred(request.headers.get("accept-language", "")))


def preferred(accepted: str) -> str:
    """Return the language that the header *accepted* puts first of ours; English where it names none."""
    best, quality = "en", 0.0
    for item in accepted.split(","):
        tag, _, weight = item.partition(";")
        language = tag.strip().partition("-")[0].lower()
        if language in CATALOGUES and (given := _quality(weight)) > quality:
            best, quality = language, given
    return best


def _quality(weight: str) -> float:
    name, _, value = weight.partition("=")
    if not name.strip():
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
