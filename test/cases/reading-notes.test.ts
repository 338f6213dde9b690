import { describe, expect, test } from 'vitest'
import type { NOTE_CODES } from '../../src/contracts/note-codes.ts'
import { ingestWork } from '../../src/ledger/works/ingest-work.ts'
import type { JudgeContext } from '../../src/quality/expectation.ts'
import { expectationKinds } from '../../src/quality/expectation-kinds.ts'
import { noteCounts } from '../../src/stages/gate/note-counts.ts'

const sheet = (contract: string, name: string) => ({
  ...{
    sheet: name,
    contract,
    parts: [],
    read: 1,
    blank: 0,
    rejected: 0,
    readmitted: 0,
    mapped: [],
    unmapped: [],
    missing: [],
  },
})
const note = (code: (typeof NOTE_CODES)[number], of: string | null, count = 1) => ({
  file: 'a.xlsx',
  sheet: of,
  code,
  count,
})
const read = (sheets: ReturnType<typeof sheet>[], notes: ReturnType<typeof note>[]) => ({
  work: ingestWork.parse({ sheets, ignoredSheets: [], quarantine: null, notes }),
})

describe('what readers noticed is counted for each table', () => {
  test('of its sheets, of its file, and of sheets that nobody reads; over all files', () => {
    const counts = noteCounts([
      read(
        [sheet('firms', 'Firms'), sheet('people', 'People')],
        [
          note('hidden_rows', 'Firms', 2),
          note('hidden_rows', 'People', 3),
          note('date_system_1904', null),
          note('sheet_not_read', 'Old', 40),
        ],
      ),
      read([sheet('firms', 'Firms')], [note('hidden_rows', 'Firms', 5)]),
      read([sheet('quiet', 'Quiet')], []),
    ])
    expect(Object.fromEntries(counts)).toEqual({
      firms: { hidden_rows: 7, date_system_1904: 1, sheet_not_read: 40 },
      people: { hidden_rows: 3, date_system_1904: 1, sheet_not_read: 40 },
      quiet: {},
    })
  })
})

describe('a suite judges what a reader noticed', () => {
  const kind = expectationKinds.get('expect_table_note_count_to_be_between')
  const judged = async (parameters: Record<string, unknown>, notes: JudgeContext['notes']) => {
    const finding = await kind?.read({ type: kind.type, ...parameters }).judge({ notes } as JudgeContext)
    return [finding?.outcome, finding?.observed]
  }
  test.each([
    ['none, where none may be', { note: 'formula_without_value', max_value: 0 }, {}, ['passed', 0]],
    [
      'one, where none may be',
      { note: 'formula_without_value', max_value: 0 },
      { formula_without_value: 1 },
      ['failed', 1],
    ],
    ['others', { note: 'formula_without_value', max_value: 0 }, { hidden_rows: 9 }, ['passed', 0]],
    ['as many as may be', { note: 'hidden_rows', max_value: 9 }, { hidden_rows: 9 }, ['passed', 9]],
    ['one more than may be', { note: 'hidden_rows', max_value: 9 }, { hidden_rows: 10 }, ['failed', 10]],
    ['too few', { note: 'footer_rows', min_value: 1, max_value: 1 }, {}, ['failed', 0]],
    ['what no reader read', { note: 'hidden_rows', max_value: 9 }, null, ['failed', null]],
  ])('%s', async (_, parameters, notes, right) => {
    expect(await judged(parameters, notes)).toEqual(right)
  })

  test('a kind that nothing is noticed of is refused', () => {
    expect(() => kind?.read({ type: kind.type, note: 'hiden_rows', max_value: 0 })).toThrow(/note/)
  })
})
