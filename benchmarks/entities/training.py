"""Training of the tagger (``corpus.entities.recognition.tagger``) by CRFsuite."""

import sys, time, tempfile, os
from pathlib import Path
from collections.abc import Iterable, Iterator, Sequence
import numpy as np
import pycrfsuite
from benchmarks.entities.scoring import Gold, score, shown, texts, CORE
from corpus.entities.recognition.recognise import by_rules, by_tagger
from corpus.entities.recognition.reading import read
from corpus.entities.recognition.features import KINDS, attributes, Symbols
from corpus.entities.recognition.tagger import TAGS, Tagger, MODEL

D = Path("/work/shared/data/ner")


def examples(gold: Gold) -> Iterator[tuple[Symbols, list[str]]]:
    reading = read("", gold.text, telling=True)
    body = reading.fields[1]
    tags = ["O"] * len(body.tokens.text)
    names = sorted(gold.names)
    at = 0
    for i, (s, e) in enumerate(zip(body.tokens.starts, body.tokens.ends)):
        while at < len(names) and names[at][1] <= s:
            at += 1
        if at < len(names) and names[at][0] < e and s < names[at][1]:
            tags[i] = ("B-" if s <= names[at][0] else "I-") + names[at][2]
    for (start, end), sym in zip(body.tokens.spans(), reading.symbols(body)):
        yield sym, tags[start:end]


def items(sym: Symbols) -> list[list[str]]:
    n = len(sym[0])
    rows = [[] for _ in range(n)]
    for (kind, window), some in zip(KINDS.items(), sym):
        for at, symbol in enumerate(some):
            for attribute in attributes(kind, symbol):
                for offset in window:
                    if 0 <= at - offset < n:
                        rows[at - offset].append(f"{offset}{attribute}")
    return rows


def train(golds: Iterable[Gold], algo="l2sgd", **params) -> Tagger:
    tr = pycrfsuite.Trainer(algorithm=algo, verbose=False)
    n = 0
    for g in golds:
        for sym, tags in examples(g):
            tr.append(items(sym), tags)
            n += 1
    for k, v in params.items():
        tr.set(k.replace("__", "."), v)
    path = tempfile.mktemp()
    t = time.time()
    tr.train(path)
    tg = pycrfsuite.Tagger()
    tg.open(path)
    info = tg.info()
    tg.close()
    os.unlink(path)
    col = {t: i for i, t in enumerate(TAGS)}
    rows = {}
    feats = {k: v for k, v in info.state_features.items() if abs(v) > 0.02}
    for a, _ in feats:
        rows.setdefault(a, len(rows))
    W = np.zeros((len(rows), len(TAGS)), np.float16)
    for (a, l), v in feats.items():
        W[rows[a], col[l]] = v
    T = np.full((len(TAGS), len(TAGS)), -1e4, np.float32)
    for i, p in enumerate(TAGS):
        for j, q in enumerate(TAGS):
            if q[0] != "I" or p[2:] == q[2:]:
                T[i, j] = info.transitions.get((p, q), 0.0)
    print(f"trained {n} sentences in {time.time() - t:.0f}s, {len(rows)} attributes", flush=True)
    return Tagger(rows, W, T)


def evaluate(name, golds, tagger):
    t = time.process_time()
    found = [[(n.start, n.end, n.kind) for n in by_tagger("", g.text, tagger)] for g in golds]
    t = time.process_time() - t
    w = sum(len(g.text.split()) for g in golds)
    for line in shown(name, score(zip(golds, found))):
        print(line, f"{w / t:.0f} words/s", flush=True)


SETS = {
    "wg": texts(D / "wikigold_en/all.conll"),
    "cn": [g for p in ("train", "dev", "test") for g in texts(D / f"crossner_politics_en/{p}.conll")],
    "wn": [g for p in ("train", "dev", "test") for g in texts(D / f"wnut17_en/{p}.conll")],
    "cntest": texts(D / "crossner_politics_en/test.conll"),
    "wntest": texts(D / "wnut17_en/test.conll"),
    "wneu": texts(D / "wikineural_en/test.conll")[:3000],
}

if __name__ == "__main__":
    params = dict(algo="ap", max_iterations=10)
    if len(sys.argv) > 1:
        params = eval("dict(" + sys.argv[1] + ")")
    a = train(SETS["wg"] + SETS["wn"], **params)
    evaluate("train wg+wn: crossner test", SETS["cntest"], a)
    a = train(SETS["wg"], **params)
    evaluate("train wg: crossner test", SETS["cntest"], a)
    a = train(SETS["cn"] + SETS["wn"], **params)
    evaluate("train cn+wn: wikigold", SETS["wg"], a)
    a = train(SETS["cn"], **params)
    evaluate("train cn: wikigold", SETS["wg"], a)
    a = train(SETS["cn"] + SETS["wg"], **params)
    evaluate("train cn+wg: wikineural", SETS["wneu"], a)
    evaluate("train cn+wg: wnut", SETS["wntest"], a)
    a = train(SETS["cn"] + SETS["wg"] + SETS["wn"], **params)
    evaluate("all: wikineural", SETS["wneu"], a)
