"""recordlinkage, told what to compare: pairs of its ECM classifier, joined into clusters.
Usage: with_recordlinkage.py FILE.csv ID CLUSTERS.csv EXPERT.recordlinkage.json"""

import json
import sys
from pathlib import Path

import pandas
import recordlinkage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

file, key, out, path = sys.argv[1:5]
expert = json.loads(Path(path).read_text())
rows = pandas.read_csv(file, dtype=str).set_index(key)
indexer = recordlinkage.Index()
for column in expert["blocks"]:
    indexer.block(column)
candidates = indexer.index(rows)
compare = recordlinkage.Compare()
for column in expert["exact"]:
    compare.exact(column, column, label=column)
for column in expert["alike"]:
    compare.string(column, column, method="jarowinkler", threshold=0.85, label=column)
links = recordlinkage.ECMClassifier().fit_predict(compare.compute(candidates, rows))
left, right = (rows.index.get_indexer(links.get_level_values(side)) for side in (0, 1))
_, clusters = connected_components(coo_array(([1] * len(links), (left, right)), shape=(len(rows), len(rows))))
pandas.DataFrame({"id": rows.index, "cluster": clusters}).to_csv(out, index=False)
