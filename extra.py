from ref import *
rng=default_rng(5)
with open('models.ndjson','w') as f:
    k=0
    while k<24:
        m=model(rng,0)
        if k%2: m['secular']='full'
        if k%3!=1: m['lambShift']=True
        f.write(json.dumps(m)+"\n"); k+=1
