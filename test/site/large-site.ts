import { publishRun } from '../../src/site/index.ts'
import { addToIndex } from '../../src/site/site-index.ts'
import { MemoryStore } from '../support/memory-store.ts'
import { entry, expectation, runId, siteRun } from './fixture.ts'

const past = Array.from({ length: 29 }, (_, at) =>
  at % 7 === 3 ? null : Math.round(Math.sin(at / 3) * 400 + 900) / 100,
)

/** A site of so many runs whose newest has so many expectations, by default what the budget speaks of. */
export async function largeSite(runs = 10_000, expectations = 3_000): Promise<{ store: MemoryStore; newest: string }> {
  const store = new MemoryStore()
  for (let n = 0; n < runs - 1; n++) await addToIndex(store, entry(n))
  const newest = siteRun(
    runs - 1,
    Array.from({ length: expectations }, (_, n) =>
      expectation(n, { past, because: n % 3 === 0 ? 'Provinces come from a closed list.' : null }),
    ),
    {
      status: 'blocked',
      verdict: 'blocked',
      reasons: [
        'organizations (error): Every column_3 is at least 0 and at most 1. 12 rows of 1,000 rows (1.2%) do not.',
      ],
      history: past.map((_, at) => ({ run: runId(runs - 40 + at), at: entry(runs - 40 + at).at })),
      datasets: [
        {
          id: 'organizations',
          title: 'Organizations',
          kind: 'published',
          owner: 'data stewards',
          rows: 600,
          verdict: 'blocked',
          checks: [
            {
              id: 'row_count',
              severity: 'error',
              outcome: 'passed',
              expected: 'At least 1 row.',
              found: 'There are 600.',
            },
          ],
        },
        {
          id: 'contacts',
          title: 'Contacts',
          kind: 'published',
          owner: 'data stewards',
          rows: 480,
          verdict: 'passed',
          checks: [],
        },
      ],
      quarantine: [
        {
          stage: 'ingest',
          file: 'Reachout Database.xlsx',
          sheet: 'Organisation',
          rule: 'required',
          field: 'organisation_name',
          rows: 5,
          message: '"Organisation Name" is empty. Fill it in, or delete the row.',
          example: null,
        },
        {
          stage: 'refine',
          file: 'Contact Database.xlsx',
          sheet: 'Company_Contacts',
          rule: 'invalid_format',
          field: 'email',
          rows: 3,
          message: '"Email": invalid. Correct the cell.',
          example: 'j***@example.com',
        },
      ],
      setAside: [
        {
          table: 'contact_company_contacts',
          entity: 'person',
          field: 'emails',
          said: 480,
          code: 'invalid_email',
          message: 'The value is not an e-mail address; correct it in the source.',
          count: 31,
          examples: ['j***', 's***'],
          places: [{ file: 'Contact Database.xlsx', sheet: 'Company_Contacts', row: 12 }],
        },
      ],
      changes: [
        {
          dataset: 'organizations',
          from: 9998,
          to: 9999,
          semanticVersion: '1.0.57',
          rows: 600,
          added: 4,
          removed: 1,
          changed: 12,
          columns: { province: 9, website: 3 },
          addedColumns: [],
          removedColumns: [],
        },
      ],
    },
  )
  // Its history is given, so it is written as it is and not read from the run before it.
  await publishRun(store, newest)
  await store.put(`site/runs/${newest.run}.json`, JSON.stringify(newest))
  return { store, newest: newest.run }
}
