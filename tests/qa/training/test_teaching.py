"""A larger model is trained, its logits are written, and a student learns them: all of it, small."""

import json
from pathlib import Path

import pytest
import torch

from qa.extraction import Floats
from qa.training.distillation import SoftTargets
from qa.training.errors import TrainingError
from qa.training.features import feature
from qa.training.files import RECORD, load_weights, take_weights
from qa.training.loop import TrainingSettings
from qa.training.model import load_larger, renumbered
from qa.training.runs import Plan, begin, examples_of, windower
from qa.training.scoring import torch_logits
from qa.training.teaching import teach_from
from tests.qa.letters import letters_tokenizer
from tests.qa.training.fakes import TinyBackbone, row, write_rows

SETTINGS = TrainingSettings(passes=2, batch_size=4, learning_rate=1e-3)
SPECIAL = {"[PAD]": "<pad>", "[CLS]": "<s>", "[SEP]": "</s>"}


@pytest.fixture
def mpnet(tmp_path: Path) -> Path:
    """Return the folder of a tiny MPNet that has BERT's words four numbers on."""
    from transformers import MPNetConfig, MPNetModel

    folder = tmp_path / "mpnet"
    vocabulary = letters_tokenizer().get_vocab()
    config = MPNetConfig(
        vocab_size=len(vocabulary) + 4,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
    )
    torch.manual_seed(8)
    MPNetModel(config, add_pooling_layer=False).save_pretrained(folder)
    words = {word: number + 4 for word, number in vocabulary.items() if word not in SPECIAL}
    words |= {name: number for number, name in enumerate(SPECIAL.values())}
    described = json.loads(letters_tokenizer().to_str())
    described["model"]["vocab"] = words
    described["added_tokens"], described["post_processor"] = [], None
    (folder / "tokenizer.json").write_text(json.dumps(described), encoding="utf-8")
    return folder


@pytest.fixture
def backbone(tmp_path: Path) -> TinyBackbone:
    return TinyBackbone(tmp_path / "backbone")


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return Plan(
        files=(write_rows(tmp_path / "learnt.jsonl", [row(number) for number in range(40)]),),
        tune=None,
        start_from=None,
        settings=SETTINGS,
        checkpoint_minutes=1,
        score_minutes=1,
        sample=10,
    )


def test_a_token_has_the_number_of_its_word_in_the_other_tokenizer(
    mpnet: Path, backbone: TinyBackbone
) -> None:
    bert = letters_tokenizer().get_vocab()
    numbers = renumbered(backbone.folder / "tokenizer.json", mpnet / "tokenizer.json")
    assert numbers[bert["a"]] == bert["a"] + 4
    assert [int(numbers[bert[name]]) for name in SPECIAL] == [0, 1, 2]


def test_a_model_of_other_words_is_refused(mpnet: Path, backbone: TinyBackbone) -> None:
    path = mpnet / "tokenizer.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    described["model"]["vocab"].pop("a")
    path.write_text(json.dumps(described), encoding="utf-8")
    with pytest.raises(TrainingError, match="has no 'a' and 0 more: name a model with BERT's words"):
        load_larger(mpnet, backbone.folder / "tokenizer.json", 0)


def test_the_first_layers_and_the_word_embeddings_do_not_learn(mpnet: Path, backbone: TinyBackbone) -> None:
    model = load_larger(mpnet, backbone.folder / "tokenizer.json", 1)
    frozen = {name for name, weight in model.named_parameters() if not weight.requires_grad}
    assert frozen == {
        name for name, _ in model.named_parameters() if "word_embeddings" in name or "layer.0." in name
    }


def test_a_larger_model_with_dropout_is_refused(
    tmp_path: Path, plan: Plan, mpnet: Path, backbone: TinyBackbone
) -> None:
    settings = SETTINGS.model_copy(update={"dropout": 0.1})
    with pytest.raises(TrainingError, match="is trained without dropout: leave out --dropout"):
        begin(
            plan.model_copy(update={"larger": mpnet, "settings": settings}),
            tmp_path / "teacher",
            "cpu",
            backbone=backbone,
        )
    assert not (tmp_path / "teacher").exists()


def test_a_student_learns_what_its_teacher_says(
    tmp_path: Path, plan: Plan, mpnet: Path, backbone: TinyBackbone
) -> None:
    teacher, targets = tmp_path / "teacher", tmp_path / "targets"
    assert begin(plan.model_copy(update={"larger": mpnet}), teacher, "cpu", backbone=backbone)
    taught = teach_from(
        teacher, mpnet, plan.files, SETTINGS, targets, "cpu", backbone=backbone
    )
    assert taught == len(plan.files[0].read_text(encoding="utf-8").splitlines())
    soft = SoftTargets.load(targets)
    assert 0 < len(soft) <= taught  # questions that are asked twice are one

    def student(name: str, share: float) -> dict[str, torch.Tensor]:
        settings = SETTINGS.model_copy(update={"taught": share})
        learning = plan.model_copy(update={"soft_targets": targets, "settings": settings})
        begin(learning, tmp_path / name, "cpu", backbone=backbone)
        return load_weights(tmp_path / name)

    begin(plan, tmp_path / "alone", "cpu", backbone=backbone)
    alone = load_weights(tmp_path / "alone")
    assert all(torch.equal(alone[name], weight) for name, weight in student("untaught", 0.0).items())
    assert any(not torch.equal(alone[name], weight) for name, weight in student("half", 0.5).items())
    record = json.loads((tmp_path / "half" / RECORD).read_text(encoding="utf-8"))
    assert record["teacher"] == soft.record
    assert record["teacher"]["larger"] == "mpnet"
    assert str(tmp_path) not in json.dumps(record)


def test_a_reader_beside_the_teacher_counts_for_half(
    tmp_path: Path, plan: Plan, mpnet: Path, backbone: TinyBackbone
) -> None:
    teacher, reader = tmp_path / "teacher", tmp_path / "reader"
    assert begin(plan.model_copy(update={"larger": mpnet}), teacher, "cpu", backbone=backbone)
    assert begin(plan, reader, "cpu", backbone=backbone)
    cut = windower(backbone.folder, SETTINGS)
    example = examples_of(plan.files, SETTINGS)[0][0]
    window = feature(cut, example).window

    def start(name: str, beside: Path | None) -> Floats:
        into = tmp_path / name
        teach_from(teacher, mpnet, plan.files, SETTINGS, into, "cpu", beside=beside, backbone=backbone)
        starts: Floats = SoftTargets.load(into).of([window]).starts[0]
        return starts

    model, _ = backbone()
    take_weights(model, reader)
    ((own, _),) = torch_logits(model.eval(), "cpu")([window])
    alone, both = start("alone", None), start("both", reader)
    allowed = window.is_context
    assert both[allowed] == pytest.approx((alone[allowed] + own[allowed]) / 2, abs=2e-3)  # kept in half
    with pytest.raises(TrainingError, match="another teacher's"):
        start("both", None)
