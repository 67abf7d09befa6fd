import os, re
from corpus.text import fold
OPT = set(os.environ.get("TOPT","title tail repeats").split())
_WORDS = re.compile(r"\w+")
def key(t): return " ".join(_WORDS.findall(fold(t)))
def trimmed(paragraphs, titles, headings):
    ts = {key(t) for t in titles} - {""}
    hs = {key(t) for t in headings} - {""}
    out = []
    seen=set()
    for i,p in enumerate(paragraphs):
        k = key(p) if len(p)<500 or len(p)>=100 else ""
        if "title" in OPT and i < 5 and len(p)<500 and k in ts: continue
        if "repeats" in OPT and len(p) >= 100:
            if k in seen: continue
            seen.add(k)
        out.append(p)
    if "tail" in OPT:
        while len(out)>1 and len(out[-1])<100 and key(out[-1]) in hs: out.pop()
    return out
