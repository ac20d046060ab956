"""From ranked passages to a cited reply, and the edges at which people and programs ask for one.

Names are taken from the module that owns them, as in `from qa.contract import Reply`, so that nobody
waits for a library they do not use.
"""

__all__ = [
    # what travels between the stages, and the reply as everyone outside sees it
    "records",
    "contract",
    # what a question asks for, and whether it can be answered at all
    "question",
    "language",
    "scope",
    # what a text says, and of when and by whom
    "dates",
    "figures",
    "attribution",
    "disagreement",
    # passages -> readings
    "vocabulary",
    "facts",
    "spans",
    "reader",
    # readings -> a reply
    "guard",
    "quoting",
    "calibration",
    "answerer",
    "receipt",
    "bot",
    # settings -> a bot
    "settings",
    "offline",
    "wiring",
    # a reply -> whether it still holds, and what a bibliography says of it
    "verification",
    "citing",
    # edges
    "batch",
    "rendering",
    "cli",
    "web",
    # how good the replies are
    "evaluation",
]
