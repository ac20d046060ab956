"""A loss over all passages of a question, so that what is read in one can be compared with the others.

A passage's own softmax says which of its words answer best; nothing in it keeps the best words of a passage
that does not answer below those of one that does (Clark and Gardner, ACL 2018, section 3.2, shared norm).
"""

import torch
from torch import Tensor

from qa.extraction import NULL


def shared_loss(logits: Tensor, labels: Tensor, questions: Tensor) -> Tensor:
    """Return how far each window's labelled token is from being the best of its question's: (windows,).

    *logits* of shape (windows, tokens) are of starts or of ends, *labels* the tokens wanted, *questions* a
    number for each window, the same where the same is asked. Each logit counts by how far it is above its own
    window's null, as it does when answers are ordered. It is the negative log-likelihood in one softmax over
    the tokens of all windows of the question; 0 for a window whose label is NULL.
    """
    over = (logits - logits[:, NULL : NULL + 1])[:, NULL + 1 :]
    same = questions[:, None] == questions[None, :]
    each = torch.logsumexp(over, 1)
    every = torch.logsumexp(each[None, :].masked_fill(~same, -torch.inf), 1)
    wanted = over.gather(1, (labels - NULL - 1).clamp(min=0)[:, None])[:, 0]
    return torch.where(labels == NULL, torch.zeros_like(every), every - wanted)
