"""What can go wrong in a benchmark, in words for whoever runs it.

BenchmarkError
├── MissingPeerError
├── MissingCorpusError
├── ForeignCacheError
├── LabelError
└── WorkerError
"""

from pathlib import Path


class BenchmarkError(Exception):
    """Any of the errors below."""


class MissingPeerError(BenchmarkError):
    """A peer to measure beside is not installed."""

    def __init__(self, package: str) -> None:
        super().__init__(f"{package} is not installed: pip install -e '.[bench]', or leave it out with --engine.")


class MissingCorpusError(BenchmarkError):
    """A corpus is not where it was looked for."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"There is no {path.absolute()}; name the folder of the corpora with --data.")


class ForeignCacheError(BenchmarkError):
    """The cache belongs to somebody else, whose pickles are not to be loaded."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path.absolute()} belongs to another user; name another folder with --cache.")


class LabelError(BenchmarkError):
    """A label made by reading cannot be read itself."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path.name}, line {line}: {problem}.")


class WorkerError(BenchmarkError):
    """A measuring process failed."""

    def __init__(self, task: str, status: int) -> None:
        super().__init__(f"The process for {task} ended with status {status}; its messages stand above.")
