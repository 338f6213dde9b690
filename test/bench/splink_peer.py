"""Splink on the same rows, rules and settings: pairs, clusters and what it learnt. Usage: splink_peer.py ROWS.parquet SETTINGS.json OUT THRESHOLD MEMORY_MB"""

import logging
import sys

logging.disable(logging.WARNING)
import duckdb  # noqa: E402
from splink import DuckDBAPI, Linker, block_on  # noqa: E402

rows, settings, out, threshold, memory = sys.argv[1:6]
connection = duckdb.connect(config={"threads": 2, "memory_limit": f"{memory}MB"})
connection.execute(f"create table records as from '{rows}'")
linker = Linker(DuckDBAPI(connection=connection).register("records"), settings)
training = linker.training
training.estimate_probability_two_random_records_match([block_on("dob", "phone"), block_on("email")], recall=0.7)
training.estimate_u_using_random_sampling(max_pairs=1e6)
for rule in (block_on("dob"), block_on("phone"), block_on("email")):
    training.estimate_parameters_using_expectation_maximisation(rule)
pairs = linker.inference.predict(threshold_match_weight=None)
clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=float(threshold))
cursor = connection.cursor()
cursor.execute(f"copy {pairs.physical_name} to '{out}/pairs.parquet'")
cursor.execute(f"copy {clusters.physical_name} to '{out}/clusters.parquet'")
linker.misc.save_model_to_json(f"{out}/model.json", overwrite=True)
