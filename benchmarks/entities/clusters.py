"""Clusters of words that stand between the same words, from texts without labels."""
import gzip, json, sys, time, re
from collections import Counter
from pathlib import Path
import numpy as np
from scipy.sparse import coo_matrix
from sklearn.cluster import MiniBatchKMeans
from sklearn.decomposition import TruncatedSVD
W = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|[.,;:()\"“”$%—–-]|['’]s\b")
def run(file, out, k=256, vocab=30000, ctx=1500, dims=60):
    t=time.time(); docs=[]; c=Counter()
    with gzip.open(file,"rt") as f:
        for line in f:
            d=json.loads(line); toks=W.findall(d["body"]); 
            toks=["0" if x.isdigit() else x for x in toks]
            docs.append(toks); c.update(toks)
    words=[w for w,_ in c.most_common(vocab)]; ids={w:i for i,w in enumerate(words)}
    lc=Counter()
    for w,n in c.items(): lc[w.lower()]+=n
    ctxs={w:i for i,(w,_) in enumerate(lc.most_common(ctx))}
    N=len(ctxs); print("read",time.time()-t,sum(c.values()),flush=True)
    M=None
    for a in range(0,len(docs),2000):
        r=[];cc=[]
        for toks in docs[a:a+2000]:
            wi=np.array([ids.get(x,-1) for x in toks]); ci=np.array([ctxs.get(x.lower(),-1) for x in toks])
            if len(wi)<3: continue
            for off in (-2,-1,1,2):
                if off<0: x=wi[-off:]; y=ci[:off]
                else: x=wi[:-off]; y=ci[off:]
                m=(x>=0)&(y>=0); r.append(x[m]); cc.append(y[m]+N*{-2:0,-1:1,1:2,2:3}[off])
        r=np.concatenate(r); cc=np.concatenate(cc)
        m=coo_matrix((np.ones(len(r),np.float32),(r,cc)),shape=(len(words),4*N)).tocsr(); M=m if M is None else M+m
    print("counted",time.time()-t,M.nnz,flush=True)
    tot=M.sum(); rs=np.asarray(M.sum(1)).ravel()+1; cs=np.asarray(M.sum(0)).ravel()**.75; cs=cs/cs.sum()
    M=M.tocoo(); pmi=np.log(M.data/(rs[M.row]*cs[M.col]+1e-9)+1e-9); keep=pmi>0
    P=coo_matrix((pmi[keep],(M.row[keep],M.col[keep])),shape=M.shape).tocsr()
    X=TruncatedSVD(dims,n_iter=4,random_state=0).fit_transform(P); X/=np.linalg.norm(X,axis=1,keepdims=True)+1e-9
    print("svd",time.time()-t,flush=True)
    res={}
    for kk in (64,k,1000):
        res[kk]=MiniBatchKMeans(kk,n_init=2,random_state=0,batch_size=4096,max_iter=60).fit_predict(X)
    print("kmeans",time.time()-t,flush=True)
    json.dump({w:[int(res[kk][i]) for kk in res] for w,i in ids.items()},open(out,"w"))
    for w in "Obama Iraq Baghdad Microsoft Smith Senate Tuesday Mohammed Texas Chicago".split():
        if w in ids: print(w,[words[j] for j in np.where(res[1000]==res[1000][ids[w]])[0][:12]])
if __name__=="__main__": run("/work/shared/data/corpora/whitehouse_en.jsonl.gz","/root/dl/clusters.json")
