import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../support/landing.ts'
import { memoryGrowth } from '../../support/memory-growth.ts'

const folder = temporaryFolder('many-columns')

const KINDS = ['type: text', 'type: text, keep: distinct', 'type: date, keep: latest', 'type: number, keep: max']
const COLUMNS = Array.from({ length: 400 }, (_, at) => at)
const said = (at: number) => ['some text', 'one of several', '2024-05-06', '7'][at % KINDS.length] as string

const DOMAIN = `id: wide
country: GB
lawful_basis: contract
entities:
  thing:
    dataset: things
    id_prefix: thi
    attributes:
      name: { type: text, required: true }
${COLUMNS.map((at) => `      a${at}: { ${KINDS[at % KINDS.length]} }`).join('\n')}
sources:
  - id: list
    trust: 1
    files: ['list*.csv']
    tables:
      - describes:
          - entity: thing
            key: No
            attributes: { name: Name, ${COLUMNS.map((at) => `a${at}: A${at}`).join(', ')} }
`

describe('golden records of 400 columns', () => {
  it('take less than the memory that the engine has by default, and have every value', () => {
    const row = Object.fromEntries(COLUMNS.map((at) => [`A${at}`, said(at)]))
    const { grownMb, told } = memoryGrowth(`
      const { openEngine } = await import('$src/engine/engine.ts')
      const { compiledDomain } = await import('$support/compiled-domain.ts')
      const { published, publishRows } = await import('$support/golden-tables.ts')
      const domain = compiledDomain(${JSON.stringify(DOMAIN)})
      const engine = await openEngine({ memoryLimitMb: 360, threads: 2, scratch: ${JSON.stringify(folder)} })
      from()
      const row = ${JSON.stringify(row)}
      const rows = { list: ['1', '2', '3'].map((No) => ({ No, Name: 'Thing ' + No, ...row })) }
      await publishRows(engine, domain, rows, (_, { name }) => name)
      tell(await published(engine, 'thing'))
      engine.close()`)
    const expected = Object.fromEntries(
      COLUMNS.map((at) => [`a${at}`, at % 4 === 1 ? [said(at)] : at % 4 === 3 ? 7 : said(at)]),
    )
    expect(told).toMatchObject([1, 2, 3].map((no) => ({ name: `Thing ${no}`, ...expected })))
    expect(grownMb).toBeLessThan(360)
  })
})
