import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { shippedDomains } from '../../src/config/locate-domain.ts'
import { entityLinks } from '../../src/contracts/published/entity-links.ts'
import { types } from '../../src/types/registry.ts'
import { shippedDomain } from '../support/lineage/shipped-domain.ts'

const root = join(import.meta.dirname, '..', '..')
const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path): [string, string] => [relative(root, path), readFileSync(path, 'utf8')])

const domains = await Promise.all(shippedDomains().map(shippedDomain))
/** What attributes are called, whoever says them; of several words, or of one. */
const names = [...new Set(domains.flatMap(({ entities }) => entities.flatMap(({ order }) => order)))]
const compound = names.filter((name) => name.includes('_'))
const words = names.filter((name) => !name.includes('_'))

/** Names that are the program's before they are a domain's: of types, of links, of what every dataset tells of its records. */
const OWN: ReadonlySet<string> = new Set([
  ...types.keys(),
  ...entityLinks.fields.map(({ name }) => name),
  'source_datasets',
  'source_record_ids',
  'field_provenance',
])
/** Rooms that look at files nobody has described yet, and so know what people call things: what they say of them ends in a file. */
const KNOWS_LABELS = /^src\/(?:types|drafting)\//

/** Words that mean something else in a text of the program, and where: each is looked at when another file comes to use it. */
const ELSEWHERE: Readonly<Record<string, RegExp>> = {
  name: /./,
  kind: /./,
  status:
    /^src\/(?:cli|consolidate\/golden|contracts\/import-odcs|domain|engine|ledger|lineage|quality|run|runtime|site|stewardship|telemetry|versions)/,
  description: /./,
  notes: /^src\/(?:ledger\/|stages\/(?:plan|gate)\/|cli\/runs-command)/,
  // The role of a part of a page.
  region: /^src\/(?:resolve\/report\/|site\/|stages\/link\/challenger-section)/,
  country: /^src\/(?:cli|domain)\//,
  missing: /^src\/(?:quality|resolve)\//,
  born: /^src\/(?:contracts\/published|resolve|stages\/link)\//,
  brand: /^src\/site\/page-shell\.ts$/,
  // Of what a certificate counts.
  emails: /^src\/stewardship\/erasure\//,
  phones: /^src\/stewardship\/erasure\//,
}

/** A name of several words wherever it stands. */
const said = (text: string, name: string): boolean => new RegExp(`(?<![A-Za-z0-9_])${name}(?![A-Za-z0-9_])`).test(text)
/** A word as the name of a column: in quotes, or of a row. */
const quoted = (text: string, word: string): boolean =>
  new RegExp(`(['"\`])${word}\\1|\\b(?:row|record|values|cells|fields)\\.${word}\\b`).test(text)

const filesWith = (holds: (text: string, name: string) => boolean, name: string): string[] =>
  sources.flatMap(([path, text]) => (!KNOWS_LABELS.test(path) && holds(text, name) ? [path] : []))

describe('what attributes of shipped domains are called', () => {
  test('is known of four domains, and looked for in the whole product', () => {
    expect(domains.map(({ id }) => id)).toEqual(['aviation', 'facilities', 'people', 'products'])
    for (const { entities } of domains)
      for (const { order } of entities) expect(order.filter((name) => names.includes(name))).toEqual(order)
    expect(compound.length).toBeGreaterThan(25)
    expect(words.length).toBeGreaterThan(20)
    expect(sources.length).toBeGreaterThan(500)
  })

  test('is found where it stands', () => {
    for (const name of compound)
      for (const text of [`SELECT ${name} FROM t`, `row.${name}`, `'${name}'`, `{ ${name}: 1 }`])
        expect(said(text, name), text).toBe(true)
    for (const word of words)
      for (const text of [`SELECT "${word}" FROM t`, `row.${word}`, `get('${word}')`])
        expect(quoted(text, word)).toBe(true)
    expect(said('my_organization_slug', 'organization_slug')).toBe(false)
  })

  test.each(compound.filter((name) => !OWN.has(name)))('%s stands nowhere in the product', (name) => {
    expect(filesWith(said, name)).toEqual([])
  })

  test.each(words)('%s is no column that the product asks for', (word) => {
    expect(filesWith(quoted, word).filter((path) => ELSEWHERE[word]?.test(path) !== true)).toEqual([])
  })

  test('what is let through is there to be let through', () => {
    for (const [word, where] of Object.entries(ELSEWHERE)) {
      expect(words, word).toContain(word)
      expect(
        filesWith(quoted, word).filter((path) => where.test(path)),
        word,
      ).not.toEqual([])
    }
  })
})
