"""From a citation back to its exact place, and what has become of that place since.

`anchors` keeps a place and finds it again, `saved` reads the replies that people kept, `checking` compares
their quotes with the seeds as they are now, `replay` answers their questions once more, `ledger` keeps what
staff found out.
"""
