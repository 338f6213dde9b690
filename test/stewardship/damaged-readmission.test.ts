import { expect, test } from 'vitest'
import { RunDocumentError } from '../../src/ledger/errors.ts'
import { parseReadmission } from '../../src/stewardship/readmission/readmission-decision.ts'

const KEY = 'decisions/readmission/refinement/a.json'

test.each([
  ['cut short', '{"format":1,', `${KEY} is not JSON`],
  ['of another kind', '{"format":1,"kind":"gate"}', `${KEY} is not a decision about quarantined rows`],
])('a decision about rows that is %s is named', (_, text, said) => {
  const read = () => parseReadmission(KEY, new TextEncoder().encode(text))
  expect(read).toThrow(RunDocumentError)
  expect(read).toThrow(said)
})
