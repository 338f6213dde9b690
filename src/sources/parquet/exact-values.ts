import type { SchemaElement } from 'hyparquet'

/** Spreadsheets compute with fifteen digits; a number of more is its text. */
const SAFE_DIGITS = 15

function unscaled(value: unknown): bigint {
  if (!(value instanceof Uint8Array)) return BigInt(value as number | bigint)
  if (value.length === 0) return 0n
  return BigInt.asIntN(value.length * 8, BigInt(`0x${Buffer.from(value).toString('hex')}`))
}

/** A decimal as a number where a double holds it, else as its digits. */
function decimalValue(value: bigint, scale: number): number | string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const part = scale === 0 ? '' : digits.slice(-scale).replace(/0+$/, '')
  const text = `${value < 0n ? '-' : ''}${whole}${part === '' ? '' : `.${part}`}`
  return whole.replace(/^0+/, '').length + part.length <= SAFE_DIGITS ? Number(text) : text
}

/** A time of day, in the given parts of a second since midnight. */
function timeText(value: bigint, aSecond: bigint, places: number): string {
  const two = (part: bigint): string => part.toString().padStart(2, '0')
  const seconds = value / aSecond
  const part = (value % aSecond).toString().padStart(places, '0').replace(/0+$/, '')
  return `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}${part === '' ? '' : `.${part}`}`
}

/** An interval of months, days and milliseconds as ISO 8601 writes it. */
function intervalText(value: unknown): string | null {
  if (!(value instanceof Uint8Array) || value.length !== 12) return null
  const view = new DataView(value.buffer, value.byteOffset, 12)
  return `P${view.getUint32(0, true)}M${view.getUint32(4, true)}DT${view.getUint32(8, true) / 1000}S`
}

/** The shortest number that is the same in four bytes: `0.1` and not what four bytes of it look like in eight. */
function shortest(value: unknown): unknown {
  if (typeof value !== 'number' || !Number.isFinite(value)) return value
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return short
  }
  return value
}

const hex = (value: unknown): unknown => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value)

/** How the values of a column are read that a double would change, or that have no reader: decimals, numbers of four bytes, times of day, intervals, BSON. */
export function exactValues(element: SchemaElement): ((value: unknown) => unknown) | undefined {
  const { converted_type: converted, logical_type: logical, scale } = element
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') {
    const places = scale ?? (logical?.type === 'DECIMAL' ? logical.scale : 0)
    return (value) => decimalValue(unscaled(value), places)
  }
  const unit =
    logical?.type === 'TIME'
      ? logical.unit
      : converted === 'TIME_MILLIS'
        ? 'MILLIS'
        : converted === 'TIME_MICROS'
          ? 'MICROS'
          : undefined
  if (unit !== undefined) {
    const places = unit === 'MILLIS' ? 3 : unit === 'MICROS' ? 6 : 9
    return (value) => timeText(BigInt(value as number | bigint), 10n ** BigInt(places), places)
  }
  if (converted === 'INTERVAL') return intervalText
  if (element.type === 'FLOAT') return shortest
  return converted === 'BSON' ? hex : undefined
}
