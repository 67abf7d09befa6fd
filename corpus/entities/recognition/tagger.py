"""The tagger: a linear-chain conditional random field over the rules and the lexicon, decoded with NumPy alone.

What each symbol of a token adds to each tag is looked up once and remembered, so that the scores of a whole article are
sums of rows. The best tags of all its sentences are found together (Viterbi). ``benchmarks.entities.training`` makes
the weights (Lafferty, McCallum and Pereira, 2001; Okazaki's CRFsuite).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.entities.recognition.features import KINDS, Symbols, attributes

MODEL = Path(__file__).parent / "data" / "tagger.npz"
TAGS = ("O", *(f"{begin}-{kind}" for kind in ("person", "organisation", "place", "other") for begin in "BI"))
_REMEMBERED = 50_000  # symbols of a kind; then all are forgotten
_BATCH = 256  # sentences decoded together

Rows = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tagger:
    """Weights of attributes (a row each, a column for each tag) and of one tag behind another."""

    rows: Mapping[str, int]
    weights: npt.NDArray[np.float16]
    transitions: Rows
    _ids: dict[str, dict[str, int]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    _sums: dict[str, list[Rows]] = field(default_factory=lambda: {kind: [] for kind in KINDS})

    def tags(self, sentences: Sequence[Symbols]) -> list[list[str]]:
        """Return the best tags of some sentences.

        Parameters: the symbols of each. Time and memory are linear in the tokens of a batch.
        """
        found: list[list[str]] = []
        for at in range(0, len(sentences), _BATCH):
            found += self._decoded(sentences[at : at + _BATCH])
        return found

    def _decoded(self, sentences: Sequence[Symbols]) -> list[list[str]]:
        lengths = np.array([len(one[0]) for one in sentences])
        scores = np.zeros((len(sentences), int(lengths.max()), len(TAGS)), np.float32)
        inside = np.arange(scores.shape[1]) < lengths[:, None]
        scores[inside] = self._scores(sentences, lengths)
        best = _viterbi(scores, self.transitions, lengths)
        return [
            [TAGS[tag] for tag in row[:length]] for row, length in zip(best.tolist(), lengths.tolist(), strict=True)
        ]

    def _scores(self, sentences: Sequence[Symbols], lengths: npt.NDArray[np.int64]) -> Rows:
        """Return the score of each tag for each token, sentence behind sentence."""
        total = np.zeros((int(lengths.sum()), len(TAGS)), np.float32)
        begins = np.repeat(np.cumsum(lengths) - lengths, lengths)
        ends = np.repeat(np.cumsum(lengths), lengths)
        places = np.arange(len(total))
        for nth, (kind, window) in enumerate(KINDS.items()):
            ids, table = self._looked_up(kind, [symbol for one in sentences for symbol in one[nth]])
            for column, offset in enumerate(window):
                there = places + offset
                is_inside = (there >= begins) & (there < ends)
                total[is_inside] += table[ids[there[is_inside]], column]
        return total

    def _looked_up(self, kind: str, some: Sequence[str]) -> tuple[npt.NDArray[np.int64], Rows]:
        """Return the ids of symbols, and a table of what each adds: by id, by place in the window, by tag."""
        known, sums = self._ids[kind], self._sums[kind]
        if len(known) > _REMEMBERED:
            known.clear()
            sums.clear()
        for symbol in some:
            if symbol not in known:
                known[symbol] = len(sums)
                sums.append(self._sum(kind, symbol))
        ids = np.array([known[symbol] for symbol in some])
        distinct, inverse = np.unique(ids, return_inverse=True)
        return inverse, np.stack([sums[one] for one in distinct.tolist()])

    def _sum(self, kind: str, symbol: str) -> Rows:
        found = np.zeros((len(KINDS[kind]), len(TAGS)), np.float32)
        for attribute in attributes(kind, symbol):
            for column, offset in enumerate(KINDS[kind]):
                row = self.rows.get(f"{offset}{attribute}")
                if row is not None:
                    found[column] += self.weights[row]
        return found

    def save(self, path: Path = MODEL) -> None:
        """Write the tagger."""
        names = np.frombuffer("\n".join(self.rows).encode(), np.uint8)
        np.savez_compressed(path, names=names, weights=self.weights, transitions=self.transitions)


def _viterbi(scores: Rows, transitions: Rows, lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
    """Return the best tag of each token, for each sentence padded to one length."""
    count, longest, tags = scores.shape
    back = np.zeros((longest, count, tags), np.int8)
    best = scores[:, 0]
    for at in range(1, longest):
        ways = best[:, :, None] + transitions
        back[at] = ways.argmax(axis=1)
        ahead = ways.max(axis=1) + scores[:, at]
        best = np.where((lengths > at)[:, None], ahead, best)
    found = np.zeros((count, longest), np.intp)
    tag = best.argmax(axis=1)
    every = np.arange(count)
    for at in range(longest - 1, -1, -1):
        found[:, at] = tag
        if at:
            tag = np.where(lengths > at, back[at, every, tag], tag)
    return found


@cache
def load(path: Path = MODEL) -> Tagger:
    """Return the tagger that is shipped; its file is data, never code."""
    with np.load(path, allow_pickle=False) as found:
        names = found["names"].tobytes().decode().split("\n")
        return Tagger({name: at for at, name in enumerate(names)}, found["weights"], found["transitions"])
