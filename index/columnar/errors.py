"""What can be wrong with a file of a segment."""

from corpus.errors import BroadsheetError


class DamagedSegmentError(BroadsheetError):
    """A file of a segment does not say what it should; ``file`` is its name, ``why`` what is wrong."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(f"{file} is damaged: {why}.")
        self.file = file
        self.why = why


class UnknownVersionError(DamagedSegmentError):
    """A file was written by a version that this one cannot read."""

    def __init__(self, file: str, found: int, known: int) -> None:
        super().__init__(file, f"it has version {found} of the segment format; this program reads {known}")
