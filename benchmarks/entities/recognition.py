"""``python -m benchmarks.entities.recognition``."""
import sys, time
from pathlib import Path
from benchmarks.entities.scoring import BLOCK, score, shown, texts
from corpus.entities.recognition.recognise import by_rules
D = Path("/work/shared/data/ner")
def main() -> None:
    for name, block in (("wikigold_en/all", BLOCK), ("wikigold_en/all",1), ("crossner_politics_en/test", 1),("crossner_politics_en/test", 10), ("crossner_politics_en/dev", 1), ("wnut17_en/test", 1), ("wikineural_en/test", 1)):
        golds = texts(D / (name + ".conll"), block)[:4000]
        t=time.process_time()
        found = [[(n.start, n.end, n.kind) for n in by_rules("", g.text, "en")] for g in golds]
        t=time.process_time()-t
        w=sum(len(g.text.split()) for g in golds)
        for line in shown(name+f" {block}", score(zip(golds, found))): print(line, f"{w/t:.0f} words/s")
main()
