"""Telling a foreign package of one of our names."""

from pathlib import Path

import pytest

from search.cli.packages import complaint, foreign_packages


def test_ours_are_ours() -> None:
    assert foreign_packages() == {}


@pytest.mark.parametrize("layout", ["strangers/__init__.py", "strangers.py", "strangers/inner.py"])
def test_a_foreign_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layout: str) -> None:
    file = tmp_path / layout
    file.parent.mkdir(exist_ok=True)
    file.write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    home = tmp_path / "ours"
    found = foreign_packages(["strangers"], home)
    told = complaint(found, home)
    assert found["strangers"].startswith(str(tmp_path / "strangers"))
    assert found["strangers"] in told
    assert str(home / "strangers" / "__init__.py") in told
    assert "pipx" in told


def test_a_missing_package_is_named(tmp_path: Path) -> None:
    assert foreign_packages(["no_such_package_at_all"], tmp_path) == {"no_such_package_at_all": "none"}
