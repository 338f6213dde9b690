"""Splink on the same rows, rules and settings. Usage: splink_peer.py ROWS.parquet TRUTH.csv SETTINGS.json OUT THRESHOLD"""

import json
import logging
import sys

logging.disable(logging.WARNING)
import duckdb  # noqa: E402
from splink import DuckDBAPI, Linker, block_on  # noqa: E402

rows, truth, settings, out, threshold = sys.argv[1:6]
connection = duckdb.connect(config={"threads": 2})
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
cursor.execute(f"create temp table truth as select id::varchar id, entity from read_csv('{truth}', all_varchar=true)")
cursor.execute(f"create temp table found as select cluster_id, entity from {clusters.physical_name} c join truth t on t.id = c.id::varchar")


def together(by):
    return cursor.execute(f"select coalesce(sum(n * (n - 1) / 2), 0) from (select count(*) n from found group by {by})").fetchone()[0]


both, found, wanted = together("cluster_id, entity"), together("cluster_id"), together("entity")
count = cursor.execute(f"select count(*) from {pairs.physical_name}").fetchone()[0]
print(json.dumps({"pairs": count, "precision": both / found, "recall": both / wanted, "f1": 2 * both / (found + wanted)}))
