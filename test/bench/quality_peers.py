"""Asks one peer the bench's checks of the bench's Parquet file and prints one JSON line: failing rows, CPU seconds, peak memory.

Usage: quality_peers.py great_expectations|pandera|pydantic data.parquet checks.json
Imports come before the clock starts; reading the file and every check are on it.
"""
import json
import resource
import sys
import time
import warnings

warnings.filterwarnings("ignore")
peer, data, checks_file = sys.argv[1:4]
checks = json.load(open(checks_file))


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def great_expectations():
    import great_expectations as gx
    import great_expectations.expectations as gxe
    import pandas as pd
    import tqdm

    made = []
    for c in checks:
        column, kind = c["column"], c["kind"]
        if kind == "not_null":
            made.append(gxe.ExpectColumnValuesToNotBeNull(column=column))
        elif kind == "unique":
            made.append(gxe.ExpectColumnValuesToBeUnique(column=column))
        elif kind == "regex":
            made.append(gxe.ExpectColumnValuesToMatchRegex(column=column, regex=c["regex"]))
        elif kind == "in_set":
            made.append(gxe.ExpectColumnValuesToBeInSet(column=column, value_set=c["values"]))
        elif kind == "between":
            made.append(gxe.ExpectColumnValuesToBeBetween(column=column, min_value=c["min"], max_value=c["max"]))
        else:
            made.append(gxe.ExpectColumnValueLengthsToBeBetween(column=column, min_value=c["min"], max_value=c["max"]))
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    start = cpu()
    frame = pd.read_parquet(data)
    batch = context.data_sources.add_pandas("p").add_dataframe_asset("a").add_batch_definition_whole_dataframe("b")
    suite = gx.ExpectationSuite(name="s", expectations=made)
    result = batch.get_batch({"dataframe": frame}).validate(suite, result_format="SUMMARY")
    used = cpu() - start
    failed = sum(one.result.get("unexpected_count", 0) for one in result.results)
    return len(frame), failed, used


def pandera():
    import pandas as pd
    import pandera.pandas as pa

    columns = {}
    for c in checks:
        own = columns.setdefault(c["column"], {"checks": [], "nullable": True, "unique": False})
        kind = c["kind"]
        if kind == "not_null":
            own["nullable"] = False
        elif kind == "unique":
            own["unique"] = True
        elif kind == "regex":
            own["checks"].append(pa.Check.str_matches(c["regex"]))
        elif kind == "in_set":
            own["checks"].append(pa.Check.isin(c["values"]))
        elif kind == "between":
            own["checks"].append(pa.Check.in_range(c["min"], c["max"]))
        else:
            own["checks"].append(pa.Check.str_length(c["min"], c["max"]))
    schema = pa.DataFrameSchema(
        {n: pa.Column(None, checks=o["checks"], nullable=o["nullable"], unique=o["unique"]) for n, o in columns.items()}
    )
    start = cpu()
    frame = pd.read_parquet(data)
    failed = 0
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        failed = len(error.failure_cases)
    return len(frame), failed, cpu() - start


def pydantic():
    import pyarrow.parquet as pq
    from typing import Annotated, Literal, Optional
    from pydantic import Field, TypeAdapter, ValidationError, create_model

    facts = {}
    for c in checks:
        own = facts.setdefault(c["column"], {"required": False, "values": None, "field": {}, "type": None})
        kind = c["kind"]
        if kind == "not_null":
            own["required"] = True
        elif kind == "regex":
            own["field"]["pattern"] = c["regex"]
        elif kind == "in_set":
            own["values"] = tuple(c["values"])
        elif kind == "between":
            own["field"].update(ge=c["min"], le=c["max"])
        elif kind == "length":
            own["field"].update(min_length=c["min"], max_length=c["max"])
    numbers = {"score": float, "quality": float, "lat": float, "lon": float, "amount": float, "visits": int, "age": int}
    shape = {}
    for name, own in facts.items():
        kind = Literal[own["values"]] if own["values"] else Annotated[numbers.get(name, str), Field(**own["field"])]
        shape[name] = (kind, ...) if own["required"] else (Optional[kind], None)
    adapter = TypeAdapter(create_model("Row", **shape))
    start = cpu()
    rows, failed, seen = 0, 0, set()
    for batch in pq.ParquetFile(data).iter_batches(65536):
        for row in batch.to_pylist():
            rows += 1
            seen.add(row["id"])
            try:
                adapter.validate_python(row)
            except ValidationError as error:
                failed += error.error_count()
    failed += rows - len(seen)
    return rows, failed, cpu() - start


wall = time.perf_counter()
rows, failed, used = {"great_expectations": great_expectations, "pandera": pandera, "pydantic": pydantic}[peer]()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"rows": rows, "failed": failed, "cpu": used, "peakMb": round(peak), "wall": time.perf_counter() - wall}))
