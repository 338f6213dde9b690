import type { ColumnType } from '../engine/column-types.ts'

/** What a data file says of one column; of a list, of its elements. `min` and `max` are null when every value is. */
export interface ColumnStats {
  /** Bytes of the column in the file. */
  readonly bytes: number
  /** Values, null and NaN counted; a list that is null or empty is one null among its elements, as Parquet counts. */
  readonly values: number
  readonly nulls: number
  /** Rows without a value. */
  readonly emptyRows: number
  /** Of a list: elements that are null. */
  readonly nullElements: number
  /** Of floating point numbers. */
  readonly nans: number | null
  /** Days as days, times as microseconds from 1970-01-01, the latter in decimal digits. */
  readonly min: string | number | boolean | null
  readonly max: string | number | boolean | null
}

const boundCodePoints = 16

function textBound(value: string, upper: boolean): Uint8Array | undefined {
  const points = [...value]
  if (points.length <= boundCodePoints) return Buffer.from(value)
  const kept = points.slice(0, boundCodePoints)
  if (!upper) return Buffer.from(kept.join(''))
  // An upper bound that is cut must still be above the value: raise the last code point that can be raised.
  for (let i = kept.length - 1; i >= 0; i--) {
    const raised = (kept[i]?.codePointAt(0) ?? 0) + 1
    if (raised >= 0xd800 && raised <= 0xdfff) continue
    if (raised <= 0x10ffff) return Buffer.from(kept.slice(0, i).join('') + String.fromCodePoint(raised))
  }
  return undefined
}

/**
 * One bound in Iceberg's single-value binary form (specification, appendix D). `undefined` when there is nothing to say: all
 * values null, NaN, or a text whose upper bound cannot be expressed in 16 code points.
 */
export function boundBytes(type: ColumnType, value: ColumnStats['min'], upper: boolean): Uint8Array | undefined {
  if (value === null || value === undefined) return undefined
  if (type === 'string' || type === 'list<string>') return textBound(String(value), upper)
  if (type === 'boolean') return Buffer.from([value ? 1 : 0])
  if (type === 'timestamptz') {
    const micros = Buffer.alloc(8)
    micros.writeBigInt64LE(BigInt(String(value)))
    return micros
  }
  const number = Number(value)
  if (Number.isNaN(number)) return undefined
  const bytes = Buffer.alloc(type === 'date' ? 4 : 8)
  if (type === 'date') bytes.writeInt32LE(number)
  else if (type === 'long') bytes.writeBigInt64LE(BigInt(number))
  else bytes.writeDoubleLE(number)
  return bytes
}
