"""Several runs -> one: the mean of their weights, which reads like all of them and costs as much as one.

It works for runs that began one from another, or from the same weights (Wortsman et al., Model soups, ICML
2022); others lie too far apart.
"""

from collections.abc import Sequence
from pathlib import Path

import torch

from qa.training.errors import TrainingError
from qa.training.files import (
    WEIGHTS,
    WEIGHTS_HASH,
    load_record,
    load_weights,
    save_record,
    save_weights,
    sha256_of,
)


def average(runs: Sequence[Path], into: Path) -> None:
    """Write the mean of the weights of *runs* into the folder *into*, with a record that holds theirs.

    Its settings are those of the last, the length of the windows that it reads among them.

    Raises TrainingError when there are fewer than two, when one is not whole or of another model, or when
    *into* holds weights already.
    """
    if len(runs) < 2:
        raise TrainingError(into, "is a mean of fewer than two runs", "name two or more")
    if (into / WEIGHTS).exists():
        raise TrainingError(into, "holds weights", "name another folder")
    records = [load_record(run) for run in runs]
    every = [load_weights(run) for run in runs]
    shapes = [{name: weight.shape for name, weight in weights.items()} for weights in every]
    for run, shape in zip(runs, shapes, strict=True):
        if shape != shapes[0]:
            raise TrainingError(run / WEIGHTS, "of another model", "name runs on the same backbone")
    mean = {name: torch.stack([weights[name] for weights in every]).mean(0) for name in shapes[0]}
    save_weights(into, mean)
    save_record(
        into,
        {
            "finished": all(record["finished"] for record in records),
            "settings": records[-1]["settings"],
            "data": records[-1]["data"],
            WEIGHTS_HASH: sha256_of(into / WEIGHTS),
            "mean_of": records,
        },
    )
