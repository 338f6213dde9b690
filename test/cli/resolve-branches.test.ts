import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { sqlText } from '../../src/engine/sql.ts'
import { withEngine } from '../resolve/support/link.ts'
import { hotpass } from './fake-io.ts'

const folder = mkdtempSync(join(tmpdir(), 'hotpass-branches-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SAINTS = 'Anne Luc Pierre Marthe Denis Cyr Agathe Hilaire Rémi Ursule Blaise Odile Yves Zoé Gilles Fiacre'.split(
  ' ',
)
const STREETS = ['rue des Lilas', 'avenue Foch', 'place Carnot', 'quai Vauban', 'chemin du Moulin', 'rue Pasteur']
const TOWNS = ['Dijon', 'Nancy', 'Tours', 'Pau', 'Brest', 'Albi', 'Gap']
const of = <T>(list: readonly T[], nth: number): T => list[nth % list.length] as T

interface Pharmacy {
  readonly id: string
  readonly thing: string
  readonly cells: readonly string[]
}

/** Where the nth place is, and its telephone. */
const place = (nth: number): readonly string[] => [
  `${(nth % 90) + 1} ${of(STREETS, nth * 5)}`,
  `${10000 + nth * 37}`,
  of(TOWNS, nth * 3),
  `03 80 ${String(10 + (nth % 90))} ${String(10 + (Math.floor(nth / 7) % 90))} ${String(10 + ((nth * 13) % 90))}`,
]

/** Groups of four branches with one name, mail and website; and pharmacies of which one in two stands there twice. */
function register(groups: number, alone: number): Pharmacy[] {
  const rows: Pharmacy[] = []
  const add = (thing: string, name: string, host: string, where: readonly string[]) =>
    rows.push({
      id: `P${rows.length}`,
      thing,
      cells: [name, ...where, `contact@${host}.example`, `https://www.${host}.example`],
    })
  for (let group = 0; group < groups; group++)
    for (let branch = 0; branch < 4; branch++)
      add(`g${group} ${branch}`, `Pharmacie Saint ${of(SAINTS, group)}`, `saint${group}`, place(group * 4 + branch))
  for (let nth = 0; nth < alone; nth++) {
    const [name, host] = [
      `Pharmacie ${of(SAINTS, nth)} ${of(SAINTS, Math.floor(nth / 16) + nth + 1)}`,
      `officine${nth}`,
    ]
    const where = place(1000 + nth)
    add(`a${nth}`, name, host, where)
    // One of its cells was written another way, or is not there.
    if (nth % 2 === 0)
      add(
        `a${nth}`,
        nth % 4 === 0 ? name.toUpperCase() : name,
        host,
        nth % 6 === 0 ? [...where.slice(0, 3), ''] : where,
      )
  }
  return rows
}

async function entitiesOf(
  name: string,
  rows: readonly Pharmacy[],
): Promise<{ entities: Map<string, Set<string>>; inDoubt: number }> {
  const file = join(folder, `${name}.csv`)
  const quoted = (cells: readonly string[]) => cells.map((cell) => `"${cell}"`).join(',')
  const header = ['id', 'officine', 'rue', 'code postal', 'ville', 'téléphone', 'courriel', 'site']
  writeFileSync(file, [header, ...rows.map(({ id, cells }) => [id, ...cells])].map(quoted).join('\n'))
  const out = join(folder, name)
  const run = await hotpass([
    'resolve',
    file,
    '--id',
    'id',
    '--country',
    'FR',
    '--entity',
    'organization',
    '--out',
    out,
    '--json',
  ])
  expect(run.exit, run.err).toBe(0)
  const clusters = await withEngine((engine) =>
    engine.rows<{ row_id: string; entity_id: string }>(
      `SELECT row_id, entity_id FROM read_parquet(${sqlText(join(out, 'clusters.parquet'))})`,
    ),
  )
  const things = new Map(rows.map(({ id, thing }) => [id, thing]))
  const entities = new Map<string, Set<string>>()
  for (const { row_id, entity_id } of clusters)
    entities.set(entity_id, (entities.get(entity_id) ?? new Set<string>()).add(things.get(row_id) ?? ''))
  return { entities, inDoubt: (run.json() as { in_doubt: number }).in_doubt }
}

test('branches of one chain stay several, and rows of one pharmacy become one', async () => {
  const { entities } = await entitiesOf('chains', register(16, 120))
  expect([...entities.values()].filter((things) => things.size > 1)).toEqual([])
  // 64 branches and 120 pharmacies; 60 rows more are theirs.
  expect(entities.size).toBe(184)
})

test('without chains a pharmacy that moved is one all the same', async () => {
  const rows = register(0, 120)
  const [moved] = rows
  const cells = moved?.cells ?? []
  const elsewhere = { id: 'P999', thing: 'a0', cells: [cells[0] ?? '', ...place(5000).slice(0, 3), ...cells.slice(4)] }
  const { entities } = await entitiesOf('moved', [...rows, elsewhere])
  expect([...entities.values()].filter((things) => things.size > 1)).toEqual([])
  expect(entities.size).toBe(120)
})

test('one that moved and has another telephone is asked about, and not lost', async () => {
  const rows = register(0, 120)
  const cells = rows[0]?.cells ?? []
  const elsewhere = { id: 'P999', thing: 'a0', cells: [cells[0] ?? '', ...place(5000), ...cells.slice(5)] }
  const { entities, inDoubt } = await entitiesOf('elsewhere', [...rows, elsewhere])
  expect([...entities.values()].filter((things) => things.size > 1)).toEqual([])
  expect(entities.size + inDoubt).toBeGreaterThanOrEqual(121)
})
