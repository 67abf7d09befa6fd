"""Errors of the index on disk; each names the folder and the command that helps."""

from pathlib import Path

from corpus.errors import BroadsheetError


class IndexingError(BroadsheetError):
    """Root of everything that can be wrong with an index."""


class MissingIndexError(IndexingError):
    """There is no index in the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"There is no index in {folder.absolute()}.\n"
            f'Make one with: broadsheet --index "{folder}" reindex PATH-TO-YOUR-ARTICLES'
        )


class IncompatibleIndexError(IndexingError):
    """The index was written by a version that this one cannot read."""

    def __init__(self, folder: Path, found: str, wanted: str) -> None:
        super().__init__(
            f"The index in {folder.absolute()} has format {found}; this version reads {wanted}.\n"
            f'Build it again with: broadsheet --index "{folder}" reindex --full'
        )


class DamagedIndexError(IndexingError):
    """A file of the index is missing or does not say what it should."""

    def __init__(self, file: Path, why: str, folder: Path) -> None:
        super().__init__(
            f"{file.absolute()} is damaged: {why}.\n"
            f'Go back one run with: broadsheet --index "{folder}" rollback, '
            f'or build again with: broadsheet --index "{folder}" reindex --full'
        )


class LockedIndexError(IndexingError):
    """Another process is writing to the index."""

    def __init__(self, folder: Path, holder: str) -> None:
        super().__init__(f"{folder.absolute()} is being written to by {holder}. Wait for it to end, then try again.")


class NothingIndexedError(IndexingError):
    """A run found nothing to index and there is nothing indexed."""


class NothingToRollBackError(IndexingError):
    """There is no earlier generation."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"The index in {folder.absolute()} has no earlier state to go back to.")


class UndecidableError(IndexingError):
    """A decision on names that cannot be taken: none or several entities are meant, or it would change nothing."""
