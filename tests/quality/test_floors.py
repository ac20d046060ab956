"""The dev and own questions, asked of the real bot, against the floors that were measured."""

import tomllib
from pathlib import Path

import pytest

from qa.evaluation.figures import VERBATIM, figures
from qa.evaluation.results import grouped
from tests.quality.asking import Asked

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))


@pytest.mark.models
def test_the_answers_are_as_good_as_they_were(asked: Asked) -> None:
    rows = asked.rows
    assert figures(rows)[VERBATIM].value == 1.0
    measured = {name: figures(members) for name, members in grouped(rows).items()}
    fallen = []
    for group, floors in FLOORS.items():
        for name, floor in floors.items():
            figure = measured[group][name]
            assert figure.n == floor["n"], f"{group}, {name}: {figure.n} questions, not {floor['n']}"
            if not floor.get("least", 0) <= (figure.k or 0) <= floor.get("most", figure.n):
                fallen.append(f"{group}, {name}: {figure.k} of {figure.n}, floor {floor}")
    assert not fallen, "\n".join(fallen)
