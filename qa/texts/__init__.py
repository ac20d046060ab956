"""Every sentence the page and the terminal say in their own voice; none comes from a document.

What the public reads is one catalogue in two languages: `english` and `spanish` are modules with the same
names, and whoever renders takes the one of the reply's or the page's language as `t`. What staff and the
command line read is English only: `staff`, `verifying`.
"""

from collections.abc import Mapping
from types import ModuleType

from qa.texts import english

Catalogue = ModuleType
CATALOGUES: Mapping[str, Catalogue] = {"en": english}


def catalogue(language: str) -> Catalogue:
    """Return the catalogue for the tag of a language such as `es` or `es-MX`; English where there is none."""
    return CATALOGUES.get(language.partition("-")[0], english)
