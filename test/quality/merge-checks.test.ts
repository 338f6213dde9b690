import { describe, expect, test } from 'vitest'
import { DEFAULT_POLICY, type GatePolicy } from '../../src/quality/index.ts'
import { type MergeExample, type MergeFacts, mergeChecks } from '../../src/quality/merge-checks.ts'

const example: MergeExample = {
  ...{ entity: 'org_a', left: 'crm:1', right: 'web:7', column: 'land', values: ['North', 'South'] },
}
const none = { entities: 0, examples: [] }
const clean: MergeFacts['doubts'] = {
  ...{ unique_source: none, different_numbers: none, different_places: none, one_link: none },
}
const judged = (doubts: Partial<MergeFacts['doubts']>, policy: GatePolicy = DEFAULT_POLICY, named = 'firm') =>
  mergeChecks(policy, { merged: 120, doubts: { ...clean, ...doubts }, named })
const failed = (...given: Parameters<typeof judged>) =>
  judged(...given).flatMap(({ id, severity, outcome }) => (outcome === 'failed' ? [`${id} ${severity}`] : []))

describe('merges that a person should look at', () => {
  test('are none of a clean file: four checks that pass', () => {
    expect(judged({}).map(({ id, outcome }) => [id, outcome])).toEqual([
      ['merges.unique_source', 'passed'],
      ['merges.different_numbers', 'passed'],
      ['merges.different_places', 'passed'],
      ['merges.one_link', 'passed'],
    ])
    const nothing = mergeChecks(DEFAULT_POLICY, { merged: 0, doubts: clean, named: null })
    expect(nothing.every(({ outcome }) => outcome === 'passed')).toBe(true)
  })

  test.each(['different_numbers', 'different_places', 'one_link'] as const)('warn of the first: %s', (doubt) => {
    expect(failed({ [doubt]: { entities: 1, examples: [example] } })).toEqual([`merges.${doubt} warning`])
  })

  test('block where a source without duplicates has two records in one, whatever the suite allows', () => {
    const doubts = { unique_source: { entities: 1, examples: [example] } }
    expect(failed(doubts)).toEqual(['merges.unique_source error'])
    expect(judged(doubts)[0]?.found).toMatch(/ Correct the key of their source .* hotpass review decisions$/)
  })

  test('are told with how many, two of them, and what to type', () => {
    const other = { ...example, entity: 'org_b', left: "crm:o'2", values: [null, null] as const }
    const [, , check] = judged({ different_places: { entities: 3, examples: [example, other, example] } })
    expect(check?.expected).toBe('No entities state two places.')
    expect(check?.found).toBe(
      '3 of 120 entities of several records do. org_a is made of crm:1 (land: North) and web:7 (land: South). ' +
        "org_b is made of crm:o'2 and web:7. Look at it: hotpass explain org_a; " +
        "if it is two: hotpass review reject crm:1~web:7 --entity firm --why '…'; " +
        "if it is one: hotpass review accept crm:1~web:7 --entity firm --why '…'",
    )
  })

  test('name no pair where an id holds what stands between two, and quote what a shell would take apart', () => {
    const found = (left: string) => judged({ one_link: { entities: 1, examples: [{ ...example, left }] } })[3]?.found
    expect(found('crm:1~0badc0')).toMatch(/hotpass explain org_a$/)
    expect(found("crm:o'2")).toContain(`reject 'crm:o'\\''2~web:7' --entity`)
  })

  test('warn above the share that a suite allows, and block above another', () => {
    const limits = { warn_above: 0.01, block_above: 0.05 }
    const policy = {
      ...DEFAULT_POLICY,
      doubtful_merges: { ...DEFAULT_POLICY.doubtful_merges, different_places: limits },
    }
    const of = (entities: number) => failed({ different_places: { entities, examples: [example] } }, policy)
    expect(of(1)).toEqual([])
    expect(of(2)).toEqual(['merges.different_places warning'])
    expect(of(6)).toEqual(['merges.different_places warning'])
    expect(of(7)).toEqual(['merges.different_places error'])
  })
})
