import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.cleaning.language import language, main
from benchmarks.errors import MissingCorpusError
from benchmarks.figures import OURS

ENGLISH = "The government announced on Monday that the withdrawal would begin before the year ends."
FRENCH = "Le gouvernement a annoncé lundi que le retrait des troupes commencerait avant la fin de l’année."
SHARE = "Language detected, "


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "corpora").mkdir()
    corpora: dict[str, list[dict[str, str | None]]] = {
        "wire_en": [{"title": "", "body": ENGLISH}, {"title": None, "body": FRENCH}, {"title": "Short", "body": ""}],
        "several_multi": [{"title": "", "body": FRENCH, "lang": "fr"}],
    }
    for name, articles in corpora.items():
        with gzip.open(tmp_path / "corpora" / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(one) + "\n" for one in articles)
    return tmp_path


def test_a_label_that_is_contradicted_counts_and_a_short_article_does_not(data: Path) -> None:
    found = {one.what: one.values[OURS] for one in language(data)}
    assert found[SHARE + "en"] == 1 / 2
    assert found[SHARE + "fr"] == 1
    assert found[SHARE + "all"] == 2 / 3
    assert found["Language said wrongly, of those said"] == 1 / 3


def test_the_table(data: Path) -> None:
    result = CliRunner().invoke(main, ["--data", str(data)])
    assert result.exit_code == 0
    assert "| Language detected, fr | share | 1.00 | – | ≥ 0.995 share | yes |" in result.output


def test_without_corpora(tmp_path: Path) -> None:
    with pytest.raises(MissingCorpusError):
        language(tmp_path)
    assert CliRunner().invoke(main, ["--data", str(tmp_path)]).exit_code == 1
