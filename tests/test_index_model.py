"""Any sequence of changes and runs leaves what a full run over the same files makes."""

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from support import Archive, lines, story

from index import rollback
from index.errors import NothingIndexedError, NothingToRollBackError

NAMES = st.sampled_from(["a.txt", "b.txt", "sub/c.txt", "sub/d.txt"])
CONTAINERS = st.sampled_from(["x.jsonl", "sub/y.jsonl"])
RECORDS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 2)), min_size=1, max_size=4, unique_by=lambda pair: pair[0]
)
# A file that becomes empty keeps what it held, as it may be an export that failed; so none does here.


class Files(RuleBasedStateMachine):
    """Writes, deletes and renames files, reindexes, and compares with the files themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")))
        self.archive = Archive(self.home)
        self.stale = False

    def teardown(self) -> None:
        shutil.rmtree(self.home)

    @rule(name=NAMES, text=st.integers(0, 3))
    def write_story(self, name: str, text: int) -> None:
        path = self.archive.files / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(story(text, "x" * text), encoding="utf-8")
        self.stale = True

    @rule(name=CONTAINERS, records=RECORDS)
    def write_records(self, name: str, records: list[tuple[int, int]]) -> None:
        path = self.archive.files / name
        path.parent.mkdir(exist_ok=True)
        # The folder in the id keeps the two containers from claiming the same one.
        found = [{"id": f"{path.stem}-{n}", "body": f"Body {n} {'y' * text}."} for n, text in records]
        path.write_text(lines(found), encoding="utf-8")
        self.stale = True

    @rule(name=NAMES | CONTAINERS)
    def delete(self, name: str) -> None:
        (self.archive.files / name).unlink(missing_ok=True)
        self.stale = True

    @rule(full=st.booleans())
    def reindex(self, full: bool) -> None:  # noqa: FBT001 -- hypothesis passes it by name
        try:
            self.archive.run(full=full, allow_removals=True)
        except NothingIndexedError:
            return
        self.stale = False

    @rule()
    @precondition(lambda self: not self.stale and (self.archive.index / "CURRENT").exists())
    def undo_and_redo(self) -> None:
        before = self.archive.articles()
        try:
            rollback(self.archive.index)
        except NothingToRollBackError:
            return
        try:
            self.archive.run(allow_removals=True)
        except NothingIndexedError:
            return
        assert self.archive.articles() == before

    @invariant()
    def index_equals_files(self) -> None:
        if self.stale or not (self.archive.index / "CURRENT").exists():
            return
        found = self.archive.articles()
        fresh = Archive(self.home / "fresh")
        shutil.rmtree(fresh.files)
        shutil.copytree(self.archive.files, fresh.files)
        try:
            fresh.run()
            expected = fresh.articles()
        except NothingIndexedError:
            expected = {}
        finally:
            shutil.rmtree(self.home / "fresh")
        assert found == expected


Files.TestCase.settings = settings(
    max_examples=8,
    stateful_step_count=10,
    deadline=None,
    phases=(Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
TestFiles = Files.TestCase
