"""What readers that are not ours see in a table: JSON on stdout. Arguments: metadata files, one a table."""

import json
import os
import sys
import sysconfig
from glob import glob

import duckdb
import polars
from pyiceberg.table import StaticTable

EXTENSIONS = os.path.join(sysconfig.get_paths()["purelib"], "duckdb_ext", "extensions")


def duckdb_session():
    session = duckdb.connect(config={"extension_directory": EXTENSIONS})
    session.execute("SET autoinstall_known_extensions = false")
    session.execute("SET TimeZone = 'UTC'")
    for name in ("httpfs", "avro", "iceberg"):
        session.execute(f"LOAD '{glob(f'{EXTENSIONS}/*/*/{name}.duckdb_extension')[0]}'")
    return session


def rows_of(table):
    return json.loads(json.dumps(table.to_pylist(), default=lambda one: one.isoformat()))


def told(session, path):
    table = StaticTable.from_metadata(path)
    schema = table.schema()
    scan = f"iceberg_scan('{path}'"
    return {
        "identifiers": sorted(schema.find_column_name(one) for one in schema.identifier_field_ids),
        "types": {field.name: str(field.field_type) for field in schema.fields},
        "required": [field.name for field in schema.fields if field.required],
        "rows": rows_of(table.scan().to_arrow()),
        "entries": json.loads(json.dumps(table.inspect.entries().to_pylist(), default=str)),
        "files": json.loads(json.dumps(table.inspect.files().to_pylist(), default=str)),
        "polars": {name: str(kind) for name, kind in polars.scan_iceberg(path).collect_schema().items()},
        "polars_rows": polars.scan_iceberg(path).collect().height,
        "duckdb": columns_of(session, f"{scan})"),
        "duckdb_rows": session.sql(f"SELECT count(*) FROM {scan})").fetchone()[0],
        # Older snapshots out of the newest metadata, with the schema that they were written with.
        "snapshots": [
            snapshot_of(session, table, scan, one.snapshot_id) for one in table.metadata.snapshots
        ],
    }


def snapshot_of(session, table, scan, version):
    rows = table.scan(snapshot_id=version).to_arrow()
    relation = f"{scan}, snapshot_from_id = {version})"
    return {
        "version": version,
        "pyiceberg": {field.name: str(field.type) for field in rows.schema},
        "duckdb": columns_of(session, relation),
        "rows": [rows.num_rows, session.sql(f"SELECT count(*) FROM {relation}").fetchone()[0]],
    }


def columns_of(session, relation):
    found = session.sql(f"SELECT * FROM {relation} LIMIT 0")
    return {name: str(kind) for name, kind in zip(found.columns, found.types)}


if __name__ == "__main__":
    session = duckdb_session()
    print(json.dumps([told(session, path) for path in sys.argv[1:]]))
