/** Parquet by hand, for what no writer would write: every size and count says what the test wants it to say. */

type Value =
  | { readonly int: number | bigint; readonly wide?: boolean }
  | { readonly text: string | Uint8Array }
  | { readonly list: readonly Value[] }
  | { readonly struct: readonly (readonly [id: number, value: Value])[] }

const varint = (value: number | bigint): number[] => {
  const bytes: number[] = []
  let rest = BigInt(value)
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  return [...bytes, Number(rest)]
}
const zigzag = (value: number | bigint): number[] => {
  const wide = BigInt(value)
  return varint(wide < 0n ? -wide * 2n - 1n : wide * 2n)
}
const typeOf = (value: Value): number =>
  'int' in value ? (value.wide === true ? 6 : 5) : 'text' in value ? 8 : 'list' in value ? 9 : 12

function encode(value: Value): Buffer {
  if ('int' in value) return Buffer.from(zigzag(value.int))
  if ('text' in value) {
    const bytes = Buffer.from(value.text)
    return Buffer.concat([Buffer.from(varint(bytes.length)), bytes])
  }
  if ('list' in value) {
    const type = value.list[0] === undefined ? 12 : typeOf(value.list[0])
    return Buffer.concat([Buffer.from([0xf0 | type, ...varint(value.list.length)]), ...value.list.map(encode)])
  }
  let last = 0
  const fields = value.struct.map(([id, field]) => {
    const head = Buffer.from([((id - last) << 4) | typeOf(field)])
    last = id
    return Buffer.concat([head, encode(field)])
  })
  return Buffer.concat([...fields, Buffer.from([0])])
}

const int = (value: number): Value => ({ int: value })
const long = (value: number): Value => ({ int: value, wide: true })

const codecs = { none: 0, snappy: 1, gzip: 2, brotli: 4, zstd: 6, lz4: 7 } as const
const encodings = { plain: 0, rle: 3, deltaBinary: 5, deltaLength: 6, deltaBytes: 7, dictionary: 8 } as const

export interface PageParts {
  readonly kind: 'data' | 'dictionary'
  readonly values: number
  readonly encoding?: keyof typeof encodings
  /** As it stands in the file: packed, when the column has a codec. */
  readonly body: Uint8Array
  /** What its header says that it unpacks to. */
  readonly unpacked?: number
}

export interface ColumnParts {
  readonly name: string
  /** Text, whole numbers of 32 or 64 bits. */
  readonly type?: 'text' | 'int32' | 'int64'
  readonly codec?: keyof typeof codecs
  readonly optional?: boolean
  readonly pages: readonly PageParts[]
  readonly values?: number
}

export interface ParquetParts {
  readonly rows: number
  readonly columns: readonly ColumnParts[]
  /** Its only row group stands so many times in the footer. */
  readonly repeated?: number
  /** Instead of the footer that follows from the rest. */
  readonly footer?: Uint8Array
}

function page({ kind, values, encoding = 'plain', body, unpacked = body.length }: PageParts): Buffer {
  const header: Value =
    kind === 'data'
      ? {
          struct: [
            [1, int(values)],
            [2, int(encodings[encoding])],
            [3, int(3)],
            [4, int(3)],
          ],
        }
      : {
          struct: [
            [1, int(values)],
            [2, int(encodings[encoding])],
          ],
        }
  const fields: [number, Value][] = [
    [1, int(kind === 'data' ? 0 : 2)],
    [2, int(unpacked)],
    [3, int(body.length)],
    [kind === 'data' ? 5 : 7, header],
  ]
  return Buffer.concat([encode({ struct: fields }), body])
}

const types = { text: 6, int32: 1, int64: 2 } as const

export function parquetBytes({ rows, columns, repeated = 1, footer }: ParquetParts): Buffer {
  const parts: Buffer[] = [Buffer.from('PAR1')]
  let at = 4
  const chunks = columns.map(({ name, type = 'text', codec = 'none', pages, values = rows }): Value => {
    const start = at
    let dataAt = at
    for (const [index, one] of pages.entries()) {
      const bytes = page(one)
      if (one.kind === 'dictionary' && index === 0) dataAt = at + bytes.length
      parts.push(bytes)
      at += bytes.length
    }
    const unpacked = pages.reduce((sum, { unpacked: size, body }) => sum + (size ?? body.length), 0)
    const meta: [number, Value][] = [
      [1, int(types[type])],
      [2, { list: [int(0), int(3)] }],
      [3, { list: [{ text: name }] }],
      [4, int(codecs[codec])],
      [5, long(values)],
      [6, long(unpacked)],
      [7, long(at - start)],
      [9, long(dataAt)],
      ...(dataAt === start ? [] : [[11, long(start)] as [number, Value]]),
    ]
    return {
      struct: [
        [2, long(start)],
        [3, { struct: meta }],
      ],
    }
  })
  const group: Value = {
    struct: [
      [1, { list: chunks }],
      [2, long(1)],
      [3, long(rows)],
    ],
  }
  const schema: Value[] = [
    {
      struct: [
        [4, { text: 'schema' }],
        [5, int(columns.length)],
      ],
    },
    ...columns.map(({ name, type = 'text', optional = false }): Value => {
      const fields: [number, Value][] = [
        [1, int(types[type])],
        [3, int(optional ? 1 : 0)],
        [4, { text: name }],
        ...(type === 'text' ? [[6, int(0)] as [number, Value]] : []),
      ]
      return { struct: fields }
    }),
  ]
  const written =
    footer ??
    encode({
      struct: [
        [1, int(1)],
        [2, { list: schema }],
        [3, long(rows * repeated)],
        [4, { list: Array.from({ length: repeated }, () => group) }],
      ],
    })
  const length = Buffer.alloc(4)
  length.writeUInt32LE(written.length)
  return Buffer.concat([...parts, written, length, Buffer.from('PAR1')])
}

/** Texts as PLAIN writes them. */
export const plainTexts = (...texts: readonly string[]): Buffer =>
  Buffer.concat(
    texts.flatMap((text) => {
      const bytes = Buffer.from(text)
      const length = Buffer.alloc(4)
      length.writeUInt32LE(bytes.length)
      return [length, bytes]
    }),
  )

/** One run of a run-length encoding: `count` times a value of one byte. */
export const run = (count: number, value: number): Buffer => Buffer.from([...varint(count * 2), value])

/** Levels of a data page of the first version: their length before them. */
export function levels(...runs: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(runs)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** Whole numbers as the delta encoding writes them when all differ by the same. */
export function equalSteps(count: number, first: number, step: number): Buffer {
  const blocks = Math.ceil(Math.max(0, count - 1) / 128)
  const block = Buffer.from([...zigzag(step), 0, 0, 0, 0])
  return Buffer.concat([
    Buffer.from([...varint(128), ...varint(4), ...varint(count), ...zigzag(first)]),
    ...Array.from({ length: blocks }, () => block),
  ])
}
