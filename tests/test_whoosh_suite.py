"""Whoosh's own tests, from its source distribution, with our codec as the one it writes segments with."""

import os
import subprocess
import sys
import tarfile
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from whoosh_deviations import DEVIATIONS

ROOT = Path(__file__).parent.parent
TESTS_THERE_ARE = 580

# Tests name the stock codec in two ways: as the default, and as W3Codec.
CONFTEST = """
import multiprocessing
import whoosh.codec
import whoosh.codec.whoosh3
from index.columnar.codec import ColumnarCodec

def columnar(**options):
    return ColumnarCodec()

whoosh.codec.default_codec = whoosh.codec.whoosh3.W3Codec = columnar
if "fork" in multiprocessing.get_all_start_methods():
    multiprocessing.set_start_method("fork", force=True)
"""


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=600)


def fetch(folder: Path) -> None:
    """Put the tests of the installed version into a folder."""
    name = f"whoosh-reloaded=={version('whoosh-reloaded')}"
    options = ("--no-deps", "--no-binary", "whoosh-reloaded", "--dest", str(folder))
    fetched = run(sys.executable, "-m", "pip", "download", *options, name, cwd=folder)
    assert not fetched.returncode, fetched.stderr
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as files:
        for member in files.getmembers():
            parts = Path(member.name).parts
            if len(parts) == 3 and parts[1] == "tests" and member.isfile():
                content = files.extractfile(member)
                assert content
                (folder / parts[2]).write_bytes(content.read())


def failures(folder: Path, *names: str) -> tuple[set[str], int, str]:
    """Run the tests, or those of some names; return which failed, how many there were, and what was printed."""
    options = ("-q", "-p", "no:cacheprovider", "--junitxml=report.xml", *names)
    done = run(sys.executable, "-m", "pytest", *options, cwd=folder)
    report = ET.parse(folder / "report.xml")  # noqa: S314 -- just written by pytest
    cases = report.findall(".//testcase")
    assert not report.findall(".//testcase/error"), done.stdout
    failed = {f"{case.get('classname')}.{case.get('name')}" for case in cases if case.find("failure") is not None}
    return failed, len(cases), done.stdout


@pytest.mark.network
def test_whoosh_passes_its_own_tests_on_columnar_segments(tmp_path: Path) -> None:
    fetch(tmp_path)
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    failed, count, said = failures(tmp_path)
    assert count >= TESTS_THERE_ARE, said
    more = failed - set(DEVIATIONS)
    if more:
        # Some of them draw words at random and expect that each is drawn: one in 300 times one is not.
        again = [f"{module}.py::{name}" for module, _, name in (one.partition(".") for one in sorted(more))]
        failed, _, said = failures(tmp_path, *again)
        assert not failed, said
