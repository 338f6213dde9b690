import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AvroSchema, readAvro, writeAvro } from '../../src/versions/avro-container.ts'
import { VersionDamagedError } from '../../src/versions/errors.ts'

const schema: AvroSchema = {
  type: 'record',
  name: 'row',
  fields: [
    { name: 'count', type: 'long' },
    { name: 'flag', type: 'boolean' },
    { name: 'text', type: ['null', 'string'] },
    { name: 'raw', type: 'bytes' },
    { name: 'list', type: { type: 'array', items: 'int' } },
    { name: 'map', type: { type: 'map', values: 'string' } },
  ],
}
const limit = 2 ** 51
const row = fc.record({
  count: fc.integer({ min: -limit, max: limit }),
  flag: fc.boolean(),
  text: fc.option(fc.string({ unit: 'grapheme' })),
  raw: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  list: fc.array(fc.integer()),
  map: fc.dictionary(fc.constantFrom('a', 'b', 'é'), fc.string()),
})

describe('an Avro file', () => {
  test('cut, changed or foreign bytes are damage that names the file', () => {
    const bytes = writeAvro(schema, {}, [
      { count: 1, flag: true, text: 'x', raw: Buffer.from('r'), list: [1], map: { a: 'b' } },
    ])
    for (let length = 0; length < bytes.length; length++) {
      if (length === bytes.length - 30) continue
      const cut = () => readAvro(bytes.subarray(0, length), 'somewhere/m.avro')
      try {
        expect(cut().rows).toEqual([])
      } catch (error) {
        expect(error).toBeInstanceOf(VersionDamagedError)
        expect(String(error)).toContain('somewhere/m.avro')
      }
    }
    const changed = Buffer.from(bytes)
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
    expect(() => readAvro(changed, 'm')).toThrow(VersionDamagedError)
    expect(() => readAvro(Buffer.from('PK'), 'm')).toThrow(VersionDamagedError)
    expect(() => readAvro(writeAvro('long', { 'avro.codec': 'deflate' }, [1]), 'm')).toThrow(/deflate/)
  })

  test('a value that does not fit the schema is refused when written', () => {
    expect(() => writeAvro('long', {}, ['1'])).toThrow(TypeError)
    expect(() => writeAvro('long', {}, [2 ** 53])).toThrow(RangeError)
    expect(() => writeAvro('null', {}, [1])).toThrow(TypeError)
    expect(() => writeAvro(['null'], {}, [1])).toThrow(TypeError)
    expect(() => writeAvro(schema, {}, [[]])).toThrow(TypeError)
    expect(() => writeAvro({ type: 'map', values: 'int' }, {}, [[]])).toThrow(TypeError)
    expect(() => writeAvro({ type: 'array', items: 'int' }, {}, [{}])).toThrow(TypeError)
    expect(readAvro(writeAvro('null', {}, [null]), 'm').rows).toEqual([null])
  })

  test('gives back what was written, byte for byte the same each time', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), fc.string(), (rows, note) => {
        const plain = rows.map((item) => ({ ...item, map: { ...item.map } }))
        const bytes = writeAvro(schema, { note }, plain)
        const back = readAvro(bytes, 'm')
        expect(back.rows).toEqual(plain)
        expect(back.properties.note).toBe(note)
        expect(Buffer.compare(bytes, writeAvro(schema, { note }, plain))).toBe(0)
      }),
    )
  })
})
