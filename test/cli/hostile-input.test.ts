import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { plainText } from '../../src/cli/plain-text.ts'
import { toldText } from '../../src/contracts/told-text.ts'
import { readDomainFolder } from '../../src/domain/read-domain.ts'
import { listFolder, listStoreLanding } from '../../src/ledger/landing.ts'
import { graphMermaid } from '../../src/lineage/graph/mermaid.ts'
import type { TableProfile } from '../../src/quality/index.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { peopleSettings } from '../resolve/support/link.ts'
import { temporaryFolder } from '../support/landing.ts'
import { openWorkshop } from '../versions/fixture.ts'
import { hotpass } from './fake-io.ts'

const folder = temporaryFolder('hostile-input')
const at = (...path: string[]): string => join(folder, ...path)
const store = at('store')
const MARKS = new RegExp(`[${'\u001b\u0007\u202e\u200b\u2028'}]|\u{e0041}`, 'u')

beforeAll(async () => {
  const workshop = await openWorkshop()
  await workshop.commit(new DirectoryStore(store), 'staged', 4, { dataset: 'refinement/organizations' })
  workshop.close()
})

describe('a symbolic link where something is to be written', () => {
  test('is not followed by a profile or a suggested suite, though it leads nowhere', async () => {
    writeFileSync(at('members.csv'), 'id\n1\n')
    for (const option of ['--out', '--suggest']) {
      symlinkSync(at(`target${option}`), at(`link${option}`))
      const done = await hotpass(['profile', at('members.csv'), option, at(`link${option}`)])
      expect([done.exit, done.err]).toEqual([2, expect.stringContaining('is there already')])
      expect(existsSync(at(`target${option}`))).toBe(false)
    }
  })

  test('is replaced by what resolve writes, and what it led to stays as it was', async () => {
    const rows = [1, 2, 3].map((n) => JSON.stringify({ id: `${n}`, name: 'Ann' })).join('\n')
    writeFileSync(at('people.jsonl'), `${rows}\n`)
    const settings = {
      ...peopleSettings({ derived_columns: {} }),
      blocking_rules_to_generate_predictions: ['l.name = r.name'],
      comparisons: [
        {
          output_column_name: 'name',
          comparison_levels: [
            { sql_condition: 'name_l = name_r', m_probability: 0.9, u_probability: 0.01 },
            { sql_condition: 'ELSE', m_probability: 0.1, u_probability: 0.99 },
          ],
        },
      ],
      probability_two_random_records_match: 0.1,
    }
    writeFileSync(at('settings.json'), JSON.stringify(settings))
    mkdirSync(at('out'))
    const names = ['clusters.parquet', 'pairs.parquet', 'model.json', 'report.html']
    for (const name of names) {
      writeFileSync(at(`precious-${name}`), 'precious')
      symlinkSync(at(`precious-${name}`), at('out', name))
    }
    const done = await hotpass(['resolve', at('people.jsonl'), '--settings', at('settings.json'), '--out', at('out')])
    expect(done.exit).toBe(0)
    for (const name of names) {
      expect(readFileSync(at(`precious-${name}`), 'utf8')).toBe('precious')
      expect(lstatSync(at('out', name)).isSymbolicLink()).toBe(false)
    }
  })
})

describe('names that leave their place', () => {
  test.each(['../x', '..', '/etc/passwd', 'a/../../x', 'a/b/c', 'x\0', '%2e%2e/x', 'C:/x', '..\\x'])(
    '%j names no run, dataset or pipeline, reads nothing and writes nothing',
    async (name) => {
      const before = readdirSync(folder, { recursive: true }).sort()
      for (const args of [
        ['runs', 'show', name],
        ['status', name],
        ['retry', name],
        ['gate', 'show', name],
        ['quarantine', 'list', name],
        ['set-aside', name],
        ['pull', name, '--out', at('pulled')],
        ['verify', name],
        ['versions', name],
        ['versions', 'organizations', '--pipeline', name],
        ['pull', 'organizations', '--channel', name, '--out', at('pulled')],
        ['review', 'list', '--run', name],
        ['lineage', 'show', name],
      ]) {
        const done = await hotpass([...args, '--store', store])
        expect(`${args.join(' ')}: ${done.exit}`).toBe(`${args.join(' ')}: 2`)
        expect(done.err).not.toMatch(/ENOENT|EISDIR|errno|at file:/)
      }
      expect(readdirSync(folder, { recursive: true }).sort()).toEqual(before)
    },
  )
})

describe('numbers out of bounds are told as such', () => {
  test.each([
    [['pull', 'organizations', '--version', '99999999999999999999']],
    [['profile', 'organizations', '--version', '1e999']],
    [['profile', 'organizations', '--version', 'NaN']],
    [['review', 'list', '--limit', '1e309']],
    [['docs', '--port', '99999']],
  ])('%j', async (args) => {
    const done = await hotpass([...args, '--store', store])
    expect(done.exit).toBe(2)
    expect(done.err).not.toMatch(/NaN in|Infinity|Failed to set/)
  })

  test('of memory too', async () => {
    writeFileSync(at('none.json'), JSON.stringify(peopleSettings()))
    for (const memory of ['1e300', '-1', '99999999999', '63'])
      expect(
        (await hotpass(['resolve', 'x', '--settings', at('none.json'), '--out', at('o'), '--memory', memory])).err,
      ).toContain(`--memory is "${memory}"; give whole megabytes`)
  })
})

describe('characters that act on a terminal, turn a line round or stand unseen in it', () => {
  const evil = '\u001b[2J\u202e\u200b\u2028\u{e0041}\u0007'

  test('are in nothing that a command line is answered with', async () => {
    for (const args of [[`run${evil}`], ['pull', evil], ['pull', 'x', '--as', evil], [`--${evil}`], ['profile', evil]])
      for (const json of [[], ['--json']]) {
        const done = await hotpass([...args, ...json])
        expect(done.exit).toBe(2)
        expect(done.out + done.err).not.toMatch(MARKS)
        if (json.length > 0 && done.out !== '') expect(JSON.stringify(done.json())).toMatch(/Error/)
      }
  })

  test('in the cells and the header of a file are not in its profile', async () => {
    writeFileSync(at('evil.csv'), `id,"x${evil}"\n1,"a${evil}"\n2,"a${evil}"\n`)
    for (const json of [[], ['--json']]) {
      const done = await hotpass(['profile', at('evil.csv'), ...json])
      expect(done.exit).toBe(0)
      expect(done.out + done.err).not.toMatch(MARKS)
    }
  })

  test('are shown as a space, but for the joiners that scripts are written with', () => {
    expect(plainText(`a${evil}b`)).toBe('a [2J     b')
    expect(plainText('क्‍ष می‌خواهم')).toBe('क्‍ष می‌خواهم')
  })

  test('leave a landed file alone, which is told by its name with them written out', async () => {
    const landing = at('landing')
    mkdirSync(landing)
    writeFileSync(join(landing, 'reachout_organisation\nhotpass: all good.csv'), 'ID\n')
    writeFileSync(join(landing, 'reachout_organisation\u202egpj.csv'), 'ID\n')
    writeFileSync(join(landing, 'reachout_organisation.csv'), 'ID\n')
    const { domain } = await readDomainFolder('aviation')
    const listed = await listFolder(domain, landing)
    expect(listed.found.map(({ path }) => path)).toEqual(['reachout_organisation.csv'])
    const told = [
      'reachout_organisation\\u{202e}gpj.csv (a name with control characters)',
      'reachout_organisation\\u{a}hotpass: all good.csv (a name with control characters)',
    ]
    expect([...listed.irregular].sort()).toEqual([...told].sort())
    const kept = new DirectoryStore(at('kept'))
    for (const name of readdirSync(landing)) await kept.put(`landing/${name}`, 'ID\n')
    const stored = await listStoreLanding(kept, domain)
    expect(stored.found.map(({ path }) => path)).toEqual(['reachout_organisation.csv'])
    expect([...stored.irregular].sort()).toEqual([...told].sort())
  })

  test('are in no chart of lineage', () => {
    const nodes = [{ id: 'a', kind: 'dataset' as const }]
    const chart = graphMermaid({ nodes, edges: [] } as never, () => `x\u001b\u202e\u2028"]\n end`)
    expect(chart).not.toMatch(MARKS)
    expect(chart.split('\n')).toHaveLength(2)
  })
})

describe('a phone that a spreadsheet took for a number', () => {
  test.each([
    ['phone', '0821234567', 'a leading zero'],
    ['contact', '27821234567', 'a country code'],
    ['Cell No', '821234567', 'the name of its column'],
  ])('in column %s is masked in every number of a profile: it is told by %3$s', async (name, phone) => {
    const rows = Array.from({ length: 30 }, (_, n) => `${n},${phone.slice(0, -2)}${String(n + 10)}`).join('\n')
    writeFileSync(at('phones.csv'), `id,${name}\n${rows}\n`)
    for (const json of [[], ['--json']]) {
      const done = await hotpass(['profile', at('phones.csv'), ...json])
      expect(done.out).not.toMatch(/82123\d\d/)
      if (json.length === 0) expect(done.out).toContain('likely phone')
      else
        expect((done.json() as TableProfile).columns[1]).toMatchObject({
          likelyPersonal: { kind: 'phone' },
          mean: null,
          histogram: [],
        })
    }
  })
})

test('text that is sent to others is told without addresses and phones; times, hashes and fractions stay', () => {
  expect(toldText('Contacts 082 123 4567 thandi@example.org.xlsx')).toBe('Contacts ***67 t***@example.org.xlsx')
  for (const text of ['export-20250131120001.xlsx', 'share 0.1234567890', 'run refinement-20261128T014425Z-645697'])
    expect(toldText(text)).toBe(text)
})
