"""What Splink 5 gives the pairs of some rows under a trained file. Usage: record_weights.py ROWS.csv SETTINGS.json > weights.csv"""

import csv
import logging
import sys

logging.disable(logging.WARNING)
import duckdb  # noqa: E402
from splink import DuckDBAPI, Linker  # noqa: E402

rows, settings = sys.argv[1:3]
connection = duckdb.connect()
connection.execute(
    f"create table records as select id::integer as id, lower(columns(* exclude (id))) from read_csv('{rows}', all_varchar=true)"
)
linker = Linker(DuckDBAPI(connection=connection).register("records"), settings)
pairs = linker.inference.predict(threshold_match_weight=None)
found = connection.cursor().execute(
    f"select id_l, id_r, match_weight, match_probability from {pairs.physical_name} order by all"
)
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["left_id", "right_id", "match_weight", "match_probability"])
out.writerows(found.fetchall())
