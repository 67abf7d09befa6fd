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
    """An answer with its reason. ``near`` says that one word alone stands against one name, and is spelled alike:

    inside one article, or in the same company, such names are one.
    """

    answer: Answer
    reason: str
    near: bool = False

    @property
    def is_same(self) -> bool:
        """Whether the names are one."""
        return self.answer is Answer.SAME

    @property
    def is_different(self) -> bool:
        """Whether the names are two."""
        return self.answer is Answer.DIFFERENT


def same(reason: str) -> Verdict:
    """Return that two names are one."""
    return Verdict(Answer.SAME, reason)


def different(reason: str) -> Verdict:
    """Return that two names are two."""
    return Verdict(Answer.DIFFERENT, reason)


def unsure(reason: str, *, near: bool = False) -> Verdict:
    """Return that names alone do not tell."""
    return Verdict(Answer.UNSURE, reason, near)
