import { describe, expect, test } from 'vitest'
import { types } from '../../src/types/registry.ts'
import { hotpass } from './fake-io.ts'

describe('hotpass types', () => {
  test('lists every type with its title', async () => {
    const { exit, out } = await hotpass(['types'])
    expect(exit).toBe(0)
    const lines = out.trimEnd().split('\n')
    expect(lines.map((line) => line.split(/\s+/)[0])).toEqual([...types.keys()])
    for (const type of types.values()) expect(out).toContain(type.title)
  })

  test('describes one, with its options and parts', async () => {
    const { out } = await hotpass(['types', 'organization_name'])
    for (const word of ['short_forms', 'word_list', 'most_common', 'Blue Sky Trading']) expect(out).toContain(word)
  })

  test('--json holds the options as JSON Schema', async () => {
    expect((await hotpass(['types', 'identifier', '--json'])).json()).toMatchObject({
      types: [{ id: 'identifier', options: { scheme: { enum: expect.arrayContaining(['vat', 'lei']) } } }],
    })
    expect((await hotpass(['types', '--json'])).json()).toMatchObject({ types: { length: types.size } })
  })

  test('an unknown one is answered with the nearest', async () => {
    const { exit, err } = await hotpass(['types', 'fone'])
    expect(exit).toBe(2)
    expect(err).toContain('phone')
  })
})
