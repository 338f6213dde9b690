/** A quoted SQL string literal. */
export const sqlText = (value: string): string => `'${value.replaceAll("'", "''")}'`

/** A quoted SQL identifier. */
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A SQL list of file names, for `read_parquet`. */
export const sqlFiles = (paths: readonly string[]): string => `[${paths.map(sqlText).join(', ')}]`
