/** A quoted SQL string literal. */
export const sqlText = (value: string): string => `'${value.replaceAll("'", "''")}'`

/** A quoted SQL identifier. */
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A path as the engine's readers take it: they read `*`, `?` and `[` as a pattern over names, which no path of ours is meant as. */
export const literalPath = (path: string): string => path.replaceAll(/[*?[]/g, '[$&]')

/** `literalPath`, quoted: for functions of the engine that take one file. */
export const sqlFile = (path: string): string => sqlText(literalPath(path))

/**
 * A SQL table over Parquet files: these files alone, with the columns that they have. A folder called `name=value` would otherwise be a
 * column more, or stand in place of one.
 * @param options further ones of `read_parquet`, as SQL
 */
export const parquetFiles = (paths: readonly string[] | string, options?: string): string => {
  const files = [paths].flat().map(sqlFile).join(', ')
  return `read_parquet([${files}], hive_partitioning = false${options === undefined ? '' : `, ${options}`})`
}
