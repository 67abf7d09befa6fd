"""Verdicts: what two names are to each other, and in plain words why."""

from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """Whether two names are one; ``UNSURE`` means that the names alone do not tell."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer with its reason.

    ``near`` says that one word alone parts two names, and is nearly the same: inside one article, or in the same
    company, such names are one. ``far`` says how far apart the words of one name sound (``sounds.apart``).
    """

    answer: Answer
    reason: str
    near: bool = False
    far: float = 0.0

    @property
    def is_same(self) -> bool:
        """Whether the names are one."""
        return self.answer is Answer.SAME

    @property
    def is_different(self) -> bool:
        """Whether the names are two."""
        return self.answer is Answer.DIFFERENT


def same(reason: str, far: float = 0.0) -> Verdict:
    """Return that two names are one."""
    return Verdict(Answer.SAME, reason, far=far)


def different(reason: str) -> Verdict:
    """Return that two names are two."""
    return Verdict(Answer.DIFFERENT, reason)


def unsure(reason: str, *, near: bool = False) -> Verdict:
    """Return that names alone do not tell."""
    return Verdict(Answer.UNSURE, reason, near)
