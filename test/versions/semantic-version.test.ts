import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextSemanticVersion, shapeChange, type VersionedShape } from '../../src/versions/semantic-version.ts'

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const type = fc.constantFrom('string', 'long')
const shape: fc.Arbitrary<VersionedShape> = fc
  .uniqueArray(fc.record({ name, type }), { selector: (column) => column.name, minLength: 1 })
  .chain((columns) => {
    const names = columns.map((column) => column.name)
    return fc.record({ columns: fc.constant(columns), required: fc.subarray(names), primaryKey: fc.subarray(names) })
  })

describe('the semantic version', () => {
  test('a column that goes, changes type or may become null breaks readers', () => {
    const before: VersionedShape = {
      columns: [
        { name: 'a', type: 'string' },
        { name: 'b', type: 'long' },
      ],
      required: ['a'],
      primaryKey: ['a'],
    }
    expect(shapeChange(before, { ...before, columns: before.columns.slice(0, 1) })).toBe('major')
    expect(shapeChange(before, { ...before, columns: before.columns.map((c) => ({ ...c, type: 'string' })) })).toBe(
      'major',
    )
    expect(shapeChange(before, { ...before, required: [] })).toBe('major')
    expect(shapeChange(before, { ...before, primaryKey: ['b'] })).toBe('major')
    expect(shapeChange(before, { ...before, required: ['a', 'b'] })).toBe('patch')
    expect(shapeChange(before, { ...before, columns: [...before.columns].reverse() })).toBe('patch')
  })

  test('appending nullable columns is minor, the same shape is a patch, and taking them away again is major', () => {
    fc.assert(
      fc.property(shape, (before) => {
        const after = { ...before, columns: [...before.columns, { name: 'new', type: 'string' }] }
        expect(shapeChange(before, after)).toBe('minor')
        expect(shapeChange(before, before)).toBe('patch')
        expect(shapeChange(after, before)).toBe('major')
      }),
    )
  })

  test('counts from 1.0.0 and resets what is lower', () => {
    expect(nextSemanticVersion(undefined, 'patch')).toBe('1.0.0')
    expect(nextSemanticVersion('1.9.9', 'patch')).toBe('1.9.10')
    expect(nextSemanticVersion('1.9.9', 'minor')).toBe('1.10.0')
    expect(nextSemanticVersion('1.9.9', 'major')).toBe('2.0.0')
  })
})
