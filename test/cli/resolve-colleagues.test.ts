import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { hotpass } from './fake-io.ts'

const folder = mkdtempSync(join(tmpdir(), 'hotpass-colleagues-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Told {
  readonly clusters: number
  readonly in_doubt: number
  readonly weights: string
  readonly files: readonly { readonly entity: string; readonly id_column: string | null }[]
}

let files = 0
async function resolved(lines: readonly string[], ...options: string[]) {
  files++
  const [file, out] = [join(folder, `${files}.csv`), join(folder, `out${files}`)]
  writeFileSync(file, lines.join('\n'))
  const run = await hotpass(['resolve', file, '--out', out, '--json', ...options])
  expect(run.exit, run.err).toBe(0)
  return { told: run.json() as Told, err: run.err }
}

const GIVEN = 'Ivan Vera Emil Nils Hana Rui Ines Otto Lena Karl Mara Jon'.split(' ')
const FAMILY = 'Jarvis Mercer Keller Harvey Foster Sousa Prado Brandt Novak Weiss Duarte Lindt Moor'.split(' ')
const person = (nth: number) => `${GIVEN[nth % 12]} ${FAMILY[(nth * 5 + Math.floor(nth / 12)) % 13]}`

describe('people who have a firm in common', () => {
  test('are as many as they are: two names, one company', async () => {
    const rows = ['Ivan Jarvis,Acme Ltd', 'Vera Mercer,Acme Ltd', 'Emil Keller,Bolt Ltd', 'Nils Harvey,Cedar Ltd']
    expect((await resolved(['Contact,Company', ...rows])).told.clusters).toBe(4)
  })

  test('stay apart by name and day of birth, whatever of the firm they share', async () => {
    const rows = Array.from({ length: 60 }, (_, at) => {
      const firm = Math.floor(at / 4)
      return `${person(at)},19${50 + (at % 40)}-0${1 + (at % 9)}-1${at % 10},Firm ${firm} Ltd,+44 1632 9600${10 + firm}`
    })
    expect((await resolved(['Employee,Date of birth,Company,Phone', ...rows])).told.clusters).toBe(60)
  })
})

test('one with another year of birth and all else the same waits for a person', async () => {
  const { told } = await resolved([
    'Name,Date of birth,Phone,E-mail',
    'Rui Sousa,1989-08-21,912345670,rui@x.example',
    'Ana Prado,1984-05-11,912345671,ana@x.example',
    'Eva Brandt,1977-02-13,912345672,eva@x.example',
    'Rui Sousa,1990-08-21,912345670,rui@x.example',
  ])
  expect(told).toMatchObject({ clusters: 4, in_doubt: 1 })
})

test('a cell that is longer than a cell may be is told', async () => {
  const { err } = await resolved(['Name,Notes', `Anna Foster,${'word '.repeat(200_000)}`, 'Ben Carter,short'])
  expect(err).toMatch(/1 cell of more characters than a cell may have, left blank: row 2, "Notes"/)
})

test('where nothing is compared, nothing is said to be learnt', async () => {
  const { told } = await resolved(['Name,E-mail', 'Anna Foster,a@x.example', 'Ben Carter,b@x.example'])
  expect(told.weights).toMatch(/^what types know/)
})

test('--id none: rows are called after their place', async () => {
  const rows = ['A1,Anna Foster,1980-01-02', 'A2,Ben Carter,1981-02-03']
  const { told } = await resolved(['No,Name,Date of birth', ...rows], '--id', 'none')
  expect(told.files[0]?.id_column).toBeNull()
})
