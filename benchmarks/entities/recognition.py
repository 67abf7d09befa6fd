"""``python -m benchmarks.entities.recognition``."""

import sys, time
from pathlib import Path
from benchmarks.entities.scoring import score, shown, texts
from corpus.entities.recognition.recognise import by_rules

D = Path("/work/shared/data/ner")


def main() -> None:
    for name in (
        "wikigold_en/all",
        "crossner_politics_en/test",
        "crossner_politics_en/dev",
        "wnut17_en/test",
        "wikineural_en/test",
    ):
        golds = texts(D / (name + ".conll"))[:4000]
        t = time.process_time()
        found = [[(n.start, n.end, n.kind) for n in by_rules("", g.text, "en")] for g in golds]
        t = time.process_time() - t
        w = sum(len(g.text.split()) for g in golds)
        for line in shown(name + "", score(zip(golds, found))):
            print(line, f"{w / t:.0f} words/s")


main()
