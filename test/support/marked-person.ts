import type { Sheets } from './landing.ts'
import { reachoutSheets } from './landing.ts'

/** A second address, a second number and a misspelt name that only rows held back have. */
export const MARKED_EMAIL = 'zanele.quibblemark@org2.example'
export const SECOND_EMAIL = 'zq.private@wobble.example'

/** Everything by which the person could be found again, in the spellings that go in and those that come out. */
export const MARKERS: readonly string[] = [
  'zanele',
  'markerova',
  'quibblemark',
  'zq.private',
  '825557788',
  '82 555 7788',
  '835551122',
  '83 555 1122',
]

/**
 * Organizations with a person each, one of them marked. What only her row in quarantine says, a private address and a second number,
 * stands elsewhere too: in the notes of an organization, and in a sheet that no contract describes.
 */
export function markedSheets(count: number): Sheets {
  const sheets = reachoutSheets(count)
  const people = sheets['Contact Info'] as (string | number | null)[][]
  const organisations = sheets.Organisation as (string | number | null)[][]
  const home = people[3]?.[1] ?? null
  people[3] = [3, home, '2025-01-15', 'Zanele', 'Markerova', 'Owner', '082 555 7788', null, MARKED_EMAIL, null]
  people.push([
    999,
    'Nobody Knows Aero',
    '2025-01-15',
    'Zanele',
    'Markerova',
    'Owner',
    '083 555 1122',
    null,
    `${MARKED_EMAIL}; ${SECOND_EMAIL}`,
    null,
  ])
  const note = (at: number, text: string) => {
    const row = organisations[at] as (string | number | null)[]
    row[8] = text
  }
  note(3, `Mail ${MARKED_EMAIL} first`)
  note(1, `Ask ${SECOND_EMAIL} or 083 555 1122 083 555 9999 for the hangar`)
  return {
    ...sheets,
    Admin: [
      ['who', 'what'],
      ['a member', `pays by ${SECOND_EMAIL}`],
      ['Thandi Example', 'keeps the keys'],
    ],
  }
}
