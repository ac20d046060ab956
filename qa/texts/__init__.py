"""Every sentence the page and the terminal say in their own voice; none comes from a document.

What the public reads is one catalogue in two languages: `english` and `spanish` are modules with the same
names, and whoever renders takes the one of the reply's or the page's language as `t`. What staff read and
what `verify` and `replay` say is English only: `staff`, `verifying`. A library's own words are in `operator`.
"""

from collections.abc import Mapping
from types import ModuleType

from qa.language import primary
from qa.texts import english, spanish

Catalogue = ModuleType
CATALOGUES: Mapping[str, Catalogue] = {"en": english, "es": spanish}


def is_read(language: str) -> bool:
    """Return whether questions in the language with this tag are read: whether the catalogue is in it."""
    return primary(language) in CATALOGUES
