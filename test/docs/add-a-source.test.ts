import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import schema from '../../schemas/domain.schema.json' with { type: 'json' }
import { compileDomain } from '../../src/domain/compile/compile-domain.ts'
import { faultLine } from '../../src/domain/fault.ts'
import { readPage } from '../support/docs-pages.ts'
import { yamlBlocks } from '../support/yaml-blocks.ts'

const blocks = yamlBlocks(readPage('docs/how-to/add-a-source.md'))
const isOf = (about: string) => blocks.filter((block) => block.about === about).map(({ text }) => text)
const additions = isOf('adds')
const addition = z.strictObject({ sources: z.array(z.unknown()).min(1) })
const base = z.looseObject({ sources: z.array(z.unknown()).min(1) }).parse(parse(isOf('domain')[0] ?? ''))

const files = Object.fromEntries(
  blocks.flatMap(({ about, text }) => (about.startsWith('file=') ? [[about.slice('file='.length), text]] : [])),
)

/** The faults of the page's domain with what some of its blocks add. */
function faultsWith(added: readonly string[]): readonly string[] {
  const sources = [...base.sources, ...added.flatMap((text) => addition.parse(parse(text)).sources)]
  const outcome = compileDomain({ ...files, 'domain.yaml': stringify({ ...base, sources }) })
  return outcome.outcome === 'faulty' ? outcome.faults.map(faultLine) : []
}

/** Every key that some block writes, at any depth. */
function keysOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysOf)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, held]) => [key, ...keysOf(held)])
}

type Node = { readonly [key: string]: unknown }
const node = z.record(z.string(), z.unknown())
const at = (from: Node, ...path: readonly string[]): Node =>
  path.reduce<Node>((found, key) => node.parse(found[key]), from)

describe('the examples of how a source is added', () => {
  test('are a domain, and things that are added to it', () => {
    expect(isOf('domain')).toHaveLength(1)
    expect(additions.length).toBeGreaterThan(3)
    expect(blocks.filter(({ about }) => !/^(?:domain|adds|file=\S+)$/.test(about))).toEqual([])
    expect(faultsWith([])).toEqual([])
  })

  test.each(additions.map((text, at) => ({ at, text })))('compile, each by itself: $at', ({ text }) => {
    expect(faultsWith([text])).toEqual([])
  })

  test('compile together', () => {
    expect(faultsWith(additions)).toEqual([])
  })

  test('are told when a word of them is none', () => {
    const [text = ''] = additions
    expect(faultsWith([text.replace('quiet: true', 'quite: true')])[0]).toMatch(/no key "quite"/)
    expect(faultsWith([text.replace('phones:', 'fones:')])[0]).toMatch(/fones.*phones/)
  })

  test('show every key that a source, a table, a description and a mapping may have, and every role', () => {
    const shown = new Set([base, ...additions.map((text) => parse(text))].flatMap(keysOf))
    const source = at(schema, 'properties', 'sources', 'items')
    const table = at(source, 'properties', 'tables', 'items')
    const description = at(table, 'properties', 'describes', 'items')
    const known = [source, table, description].flatMap((one) => Object.keys(at(one, 'properties')))
    const page = readPage('docs/how-to/add-a-source.md')
    expect(
      known.filter((key) => !shown.has(key) && !page.includes(`\`${key}\``) && !page.includes(`\`${key}:`)),
    ).toEqual([])
    for (const way of [
      'column',
      'join',
      'constant',
      'match',
      'parts',
      'infer',
      'vocabulary',
      'quiet',
      'order',
      'decimal',
    ])
      expect(shown, way).toContain(way)
    for (const role of z.array(z.string()).parse(at(description, 'properties', 'role').enum))
      expect(page, role).toMatch(role === 'record' ? /`record`/ : new RegExp(`role: ${role}`))
  })
})
