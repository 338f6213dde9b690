import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { VerdictDocument } from '../../src/quality/index.ts'
import { organisationRow, PEOPLE_HEADER, REACHOUT_HEADER, temporaryFolder, writeSheets } from '../support/landing.ts'
import { readDocument, refine } from '../support/run-store.ts'

const folder = temporaryFolder('gate-limits')
const landing = join(folder, 'landing')
const LIMITS = /max_quarantine_rate|max_age_days|error\): The dataset has at least/

/** What the gate says of its limits when one row of four that are not blank is in quarantine and the latest interaction was ten days before. */
async function judged(...set: string[]): Promise<{ status: string; reasons: string[] }> {
  const store = join(folder, 'store')
  const { run, status } = await refine(store, landing, { asOf: '2025-01-25T23:00:00Z', set })
  const { reasons } = readDocument<VerdictDocument>(store, `runs/${run}/verdict.json`)
  return { status, reasons: reasons.filter((reason) => LIMITS.test(reason)) }
}

beforeAll(() => {
  mkdirSync(landing)
  const nameless = organisationRow(3).map((cell, at) => (at === 1 ? null : cell))
  const blank = nameless.map(() => '  ')
  writeSheets(join(landing, 'Reachout Database.xlsx'), {
    Organisation: [[...REACHOUT_HEADER], organisationRow(0), blank, organisationRow(1), organisationRow(2), nameless],
    'Contact Info': [[...PEOPLE_HEADER]],
  })
})

describe('a limit of the gate', () => {
  test('that is met exactly says nothing', async () => {
    expect(
      await judged('gate.max_quarantine_rate=0.25', 'gate.max_age_days=10', 'gate.min_rows.organizations=3'),
    ).toEqual({ status: 'published', reasons: [] })
  })

  test('that is passed by the least is told with what was found', async () => {
    expect(
      await judged('gate.max_quarantine_rate=0.24', 'gate.max_age_days=9.99', 'gate.min_rows.organizations=4'),
    ).toEqual({
      status: 'blocked',
      reasons: [
        'organizations (error): The dataset has at least 4 rows. It has 3 rows.',
        '25.0% of the rows are quarantined; gate.max_quarantine_rate allows 24.0% (warning).',
        'organizations (warning): the latest last_interaction_date, 2025-01-15, is 10 days old; gate.max_age_days allows 9.99.',
      ],
    })
  })

  test('that is not asked says nothing, and one that no row can be in quarantine for warns of the first', async () => {
    expect((await judged('gate.max_age_days=null', 'gate.max_quarantine_rate=1')).reasons).toEqual([])
    const none = await judged('gate.max_quarantine_rate=0')
    expect(none.reasons).toEqual([expect.stringContaining('allows 0.0% (warning)')])
  })
})
