"""GoldenMatch without configuration. Usage: with_goldenmatch.py FILE.csv ID CLUSTERS.csv"""

import csv
import sys

import goldenmatch

file, key, out = sys.argv[1:4]
clusters = goldenmatch.dedupe(file).clusters
with open(file, newline="") as rows:
    ids = [row[key] for row in csv.DictReader(rows)]
with open(out, "w", newline="") as found:
    writer = csv.writer(found)
    writer.writerow(["id", "cluster"])
    writer.writerows((ids[row], cluster) for cluster, info in clusters.items() for row in info["members"])
