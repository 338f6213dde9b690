import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigurationFileError } from '../../src/config/errors.ts'
import { loadPipeline } from '../../src/config/load-pipeline.ts'
import { resolveConfiguration } from '../../src/config/resolve-configuration.ts'
import { SuiteError } from '../../src/quality/errors.ts'
import { parseSuite } from '../../src/quality/index.ts'
import { compiledDomain, FaultyDomain } from '../support/compiled-domain.ts'
import { temporaryFolder } from '../support/landing.ts'

const folder = temporaryFolder('hostile-yaml')

const bomb = [
  'l0: &l0 [x, x, x, x, x, x, x, x, x]',
  ...Array.from({ length: 9 }, (_, at) => `l${at + 1}: &l${at + 1} [${Array(9).fill(`*l${at}`).join()}]`),
].join('\n')
const HOSTILE = {
  'aliases of aliases': bomb,
  'an alias of itself': 'a: &a [*a]',
  'a hundred thousand brackets': '['.repeat(100_000),
  'twenty thousand levels': `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  'a tag of a function': 'a: !!js/function "function () { process.exit(7) }"',
  'a key twice': 'id: a\nid: b',
}

/** Every door by which YAML of a person comes in. */
const DOORS: Readonly<Record<string, (text: string) => unknown>> = {
  domain: (text) => compiledDomain(text),
  pipeline: (text) => loadPipeline(file(text)),
  suite: (text) => parseSuite(text, 'suite.yaml'),
}

function file(text: string): string {
  const path = join(folder, 'given.yaml')
  writeFileSync(path, text)
  return path
}

describe.each(Object.entries(DOORS))('YAML of a %s that would take all memory, the stack or more', (_, read) => {
  test.each(Object.entries(HOSTILE))('is refused in a sentence: %s', async (__, text) => {
    const refusal = await Promise.resolve()
      .then(() => read(text))
      .catch((error: unknown) => error)
    expect(
      refusal instanceof ConfigurationFileError || refusal instanceof SuiteError || refusal instanceof FaultyDomain,
    ).toBe(true)
    expect((refusal as Error).message).toMatch(/\.$/)
    expect((refusal as Error).message.length).toBeLessThan(4000)
  })
})

const layers = (set: string[]) => ({
  set,
  pipeline: { id: 'p', settings: {} },
  domain: { id: 'q', settings: {}, entities: [{ dataset: 'organizations' }] },
})

describe('a value on the command line', () => {
  test.each(['&a [*a]', '['.repeat(50_000), '1e309', '.nan', '-1', '99999999999999999999999', '!!js/function x'])(
    'of %s is told as what the setting cannot be',
    (value) => {
      expect(() => resolveConfiguration(layers([`gate.min_rows.organizations=${value}`]))).toThrow(
        /gate\.min_rows\.organizations" cannot be .*Give a whole number of rows/,
      )
    },
  )
})

test('a key that is a property of every object changes none of them', async () => {
  for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    const text = `${key}: { polluted: true }\n`
    for (const read of Object.values(DOORS)) await expect(Promise.resolve().then(() => read(text))).rejects.toThrow()
    for (const setting of [`${key}.polluted=1`, `${key}=1`, `gate.${key}.polluted=1`])
      expect(() => resolveConfiguration(layers([setting]))).toThrow(/there is no setting/)
    const own = {
      ...layers([]).domain,
      settings: JSON.parse(`{ "${key}": { "polluted": true } }`) as Record<string, unknown>,
    }
    expect(() => resolveConfiguration({ ...layers([]), domain: own })).toThrow(/there is no setting/)
  }
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})
