"""Splink, told what to compare and how to train. Values are trimmed and in lower case; blanks are NULL.
Usage: with_splink.py FILE.csv ID CLUSTERS.csv EXPERT.splink.json"""

import json
import logging
import sys
from pathlib import Path

logging.disable(logging.WARNING)
import duckdb  # noqa: E402
from splink import DuckDBAPI, Linker  # noqa: E402

file, key, out, path = sys.argv[1:5]
expert = json.loads(Path(path).read_text())
settings = json.loads((Path(path).parent / expert["settings"]).read_text())
connection = duckdb.connect(config={"threads": 2, "memory_limit": "700MB"})
connection.execute(
    "create table records as select nullif(lower(trim(columns(*))), '') from read_csv(?, all_varchar = true)", [file]
)
linker = Linker(DuckDBAPI(connection=connection).register("records"), settings)
training = linker.training
training.estimate_probability_two_random_records_match(expert["deterministic_rules"], recall=expert["recall"])
training.estimate_u_using_random_sampling(max_pairs=1e6, seed=2)
for rule in expert["em_rules"]:
    training.estimate_parameters_using_expectation_maximisation(rule)
pairs = linker.inference.predict(threshold_match_weight=None)
clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
    pairs, threshold_match_probability=expert["threshold"]
)
cursor = connection.cursor()
cursor.execute(f"copy (select {key} as id, cluster_id as cluster from {clusters.physical_name}) to '{out}' (header)")
