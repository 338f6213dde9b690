import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Evidence, type EvidenceKind, entityId, resolveEntities, UnionFind } from '../../src/resolve/index.ts'

const key = (evidence: [number, EvidenceKind, string][]): Evidence[] =>
  evidence.map(([row, kind, value]) => ({ row, kind, value }))

describe('resolving who is who by exact evidence', () => {
  test('rows with one matching key are one entity, named after the least record key', () => {
    const { rows, entities } = resolveEntities({
      recordKeys: ['a|1', 'b|1', 'c|1'],
      names: ['blue sky', 'blue sky', 'red kite'],
      evidence: key([
        [0, 'matching_key', 'blue sky'],
        [1, 'matching_key', 'blue sky'],
        [2, 'matching_key', 'red kite'],
      ]),
      maximumNames: 2,
    })
    expect(entities).toBe(2)
    expect(rows.map((row) => row.entityId)).toEqual([
      entityId('org', 'a|1'),
      entityId('org', 'a|1'),
      entityId('org', 'c|1'),
    ])
    expect(rows.map((row) => row.linkedBy)).toEqual(['own_record', 'matching_key', 'own_record'])
  })

  test('a switchboard shared by more names than allowed links nobody, and is counted', () => {
    const names = ['a', 'b', 'c']
    const { entities, shared } = resolveEntities({
      recordKeys: names,
      names,
      evidence: names.map((_, row) => ({ row, kind: 'phone' as const, value: '+27115550100' })),
      maximumNames: 2,
    })
    expect(entities).toBe(3)
    expect(shared).toBe(1)
  })

  test('no rows give no entities', () => {
    expect(resolveEntities({ recordKeys: [], names: [], evidence: [], maximumNames: 2 }).entities).toBe(0)
  })

  test('the order of evidence changes nothing', () => {
    const kinds = fc.constantFrom<EvidenceKind>('matching_key', 'email', 'phone', 'registered_domain')
    const facts = fc.array(fc.record({ row: fc.nat(11), kind: kinds, value: fc.constantFrom('p', 'q', 'r', 's') }), {
      maxLength: 40,
    })
    fc.assert(
      fc.property(
        facts.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([inOrder, shuffled]) => {
          const recordKeys = Array.from({ length: 12 }, (_, i) => `k${String(i).padStart(2, '0')}`)
          const names = recordKeys.map((_, i) => `n${i % 5}`)
          const run = (evidence: Evidence[]) => resolveEntities({ recordKeys, names, evidence, maximumNames: 2 })
          expect(run(shuffled)).toEqual(run(inOrder))
        },
      ),
    )
  })

  test('being one entity is transitive', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(20), fc.nat(20))), (pairs) => {
        const sets = new UnionFind(21)
        for (const [a, b] of pairs) sets.union(a, b)
        for (const [a, b] of pairs) expect(sets.find(a)).toBe(sets.find(b))
        for (let i = 0; i <= 20; i++) expect(sets.find(i)).toBeLessThanOrEqual(i)
      }),
    )
  })

  test('an entity id has its published shape and depends on the record key alone', () => {
    fc.assert(
      fc.property(fc.string(), (recordKey) => {
        expect(entityId('org', recordKey)).toMatch(/^org_[a-z2-7]{20}$/)
        expect(entityId('per', recordKey)).toBe(`per_${entityId('org', recordKey).slice(4)}`)
      }),
    )
  })
})
