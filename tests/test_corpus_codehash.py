from pathlib import Path

import pytest

from corpus.codehash import code_hash
from corpus.entities.recognition import levels
from corpus.entities.unify.archive import prepared

FILES = ("text.py", "rules/a.py", "rules/deep/list.txt", "rules/data/lexicon.tsv.gz", "rules/data/tagger.npz")


def test_whatever_changes_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.codehash.resources.files", lambda _: tmp_path)
    for name in (*FILES, "rules/__pycache__/a.pyc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"one")
    met = {code_hash("text.py", "rules")}
    for name in FILES:
        (tmp_path / name).write_bytes(b"two")
        met.add(code_hash("text.py", "rules"))
    assert len(met) == 1 + len(FILES)
    (tmp_path / "rules/__pycache__/a.pyc").write_bytes(b"two")
    assert code_hash("text.py", "rules") in met


@pytest.mark.parametrize(
    "module",
    [
        *("text.py", "entities/names.py", "entities/recognition/tokens.py"),
        *("entities/recognition/data/lexicon.tsv.gz", "entities/unify/compare/oforganisations.py"),
    ],
)
def test_what_is_kept_of_names_rests_on_all_that_is_asked(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fingerprints() -> tuple[str, str]:
        prepared.fingerprint.cache_clear()
        levels._code.cache_clear()
        return prepared.fingerprint(), levels.level("rules").fingerprint

    before = fingerprints()
    read = Path.read_bytes
    with monkeypatch.context() as changed:
        changed.setattr(Path, "read_bytes", lambda one: read(one) + b" " * one.as_posix().endswith(module))
        after = fingerprints()
    assert after[0] != before[0]
    assert (after[1] != before[1]) == ("unify" not in module)
    assert fingerprints() == before
