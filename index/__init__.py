"""From seeds to ranked passages; knows nothing of answers.

Names are taken from the module that owns them, as in `from index.records import Document`, so that nobody
waits for a library they do not use.
"""

__all__ = [
    # what travels between the stages, and what can go wrong
    "records",
    "errors",
    # seeds -> chunks
    "sources",
    "loading",
    "blocks",
    "sentences",
    "leaning",
    "chunking",
    # chunks -> an index on disk
    "encoder",
    "multilingual",
    "cache",
    "dense",
    "analysis",
    "lexical",
    "store",
    "build",
    # a question -> passages
    "aliases",
    "ranking",
    "fusion",
    "retriever",
]
