import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { entityId } from '../../src/resolve/entity-id.ts'
import { EXACT_LIMIT, maximumAssignment } from '../../src/resolve/maximum-assignment.ts'
import { type StableIds, stableIds } from '../../src/resolve/stable-ids.ts'

type Partition = Readonly<Record<string, number>>

/** Ids by record key, from a partition of the keys and the base's ids by record key. */
function assign(partition: Partition, base: Readonly<Record<string, string>> = {}, order = 1) {
  const recordKeys = Object.keys(partition).sort()
  const result = stableIds({
    prefix: 'org',
    recordKeys,
    clusterOf: recordKeys.map((key) => order * (partition[key] as number)),
    baseEntityOf: recordKeys.map((key) => base[key] ?? null),
    baseEntities: Object.values(base),
  })
  return { ...result, of: Object.fromEntries(recordKeys.map((key, at) => [key, result.ids[at] as string])) }
}

const said = (result: StableIds) =>
  result.changes.map(({ change, entityId: id, related, records }) => [change, id, related, records.length])

const keys = Array.from({ length: 9 }, (_, n) => `s|c|${n}`)
const partition = fc
  .tuple(...keys.map(() => fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined })))
  .map(
    (clusters) =>
      Object.fromEntries(
        keys.flatMap((key, at) => (clusters[at] === undefined ? [] : [[key, clusters[at]]])),
      ) as Record<string, number>,
  )

describe('the ids of entities from version to version', () => {
  test('without a base every entity is born with the id of its least record', () => {
    const { of, changes } = assign({ a: 1, b: 1, c: 2 })
    expect(of).toEqual({ a: entityId('org', 'a'), b: entityId('org', 'a'), c: entityId('org', 'c') })
    expect(changes.map(({ change }) => change)).toEqual(['born', 'born'])
  })

  test('a lesser record that joins later does not take the id over', () => {
    const first = assign({ m: 1, z: 1 })
    const { of, changes } = assign({ a: 1, m: 1, z: 1 }, first.of)
    expect(new Set(Object.values(of))).toEqual(new Set([entityId('org', 'm')]))
    expect(changes).toEqual([])
  })

  test('of a merge the larger lives on, of a split the larger part; both are told with their records', () => {
    const first = assign({ a: 1, b: 2, c: 2 })
    const [small, large] = [first.of.a as string, first.of.b as string]
    const merged = assign({ a: 1, b: 1, c: 1 }, first.of)
    expect(merged.of).toEqual({ a: large, b: large, c: large })
    expect(said(merged)).toEqual([['merged', small, large, 1]])
    const split = assign({ a: 1, b: 1, c: 2 }, merged.of)
    expect(split.of.a).toBe(large)
    expect(said(split)).toEqual([['split', split.of.c, large, 1]])
    expect(split.of.c).not.toBe(large)
  })

  test('of equal parts the one with the least record keeps the id; the new id is never one in use', () => {
    const first = assign({ a: 1, b: 1 })
    const { of } = assign({ a: 1, b: 2 }, first.of)
    expect(of.a).toBe(first.of.a)
    expect(of.b).toBe(entityId('org', 'b'))
    // The record that named the entity leaves it: its own id is taken, so it gets another.
    const three = assign({ a: 1, b: 1, c: 1 })
    const left = assign({ a: 2, b: 1, c: 1 }, three.of)
    expect(left.of.b).toBe(three.of.a)
    expect(left.of.a).toBe(entityId('org', 'a#2'))
  })

  test('of equal parts the one that holds the least of the entity’s records keeps the id, though another has a lesser new one', () => {
    const first = assign({ b: 1, c: 1 })
    const next = assign({ a: 2, b: 1, c: 2 }, first.of)
    expect(next.of.b).toBe(first.of.b)
    expect([next.of.a, next.of.c]).toEqual([entityId('org', 'a'), entityId('org', 'a')])
    // One record more outweighs it.
    const more = assign({ a: 1, b: 1, c: 2, d: 2 }, { b: 'org_x', c: 'org_x', d: 'org_x' })
    expect([more.of.c, more.of.d]).toEqual(['org_x', 'org_x'])
  })

  test('a new entity all of whose own ids are taken gets one with a number, the least that is free', () => {
    const taken = { x: entityId('org', 'a'), y: entityId('org', 'a#2') }
    expect(assign({ a: 1, x: 2, y: 3 }, taken).of.a).toBe(entityId('org', 'a#3'))
    // Of a record whose own id is taken the next one names it.
    expect(assign({ a: 1, b: 1, x: 2, y: 3 }, taken).of.a).toBe(entityId('org', 'b'))
  })

  test('what became of each is told by entity, kind and related entity', () => {
    const base = { a: 'org_1', b: 'org_1', c: 'org_1', d: 'org_2', e: 'org_2', f: 'org_2', g: 'org_3' }
    const next = assign({ a: 1, b: 1, c: 2, d: 2, e: 2, f: 3, h: 4, g: 1 }, { ...base, z: 'org_4' })
    expect(next.changes.map(({ change, entityId: id, related, records }) => [change, id, related, records])).toEqual(
      [
        ['born', entityId('org', 'h'), null, [7]],
        ['moved', 'org_2', 'org_1', [2]],
        ['merged', 'org_3', 'org_1', [6]],
        ['split', entityId('org', 'f'), 'org_2', [5]],
        ['died', 'org_4', null, []],
      ].sort((left, right) => (String(left[1]) < String(right[1]) ? -1 : 1)),
    )
    expect(next.changed).toBe(3)
  })

  test('an entity without records has died, and its records, when they return, are born as what they were', () => {
    const first = assign({ a: 1, b: 2 })
    const gone = assign({ a: 1 }, first.of)
    expect(said(gone)).toEqual([['died', first.of.b, null, 0]])
    expect(assign({ a: 1, b: 2 }, gone.of).of).toEqual(first.of)
  })

  test('records that pass between two living entities are told as moved', () => {
    const first = assign({ a: 1, b: 1, c: 1, x: 2, y: 2 })
    const next = assign({ a: 1, b: 1, c: 2, x: 2, y: 2 }, first.of)
    expect(said(next)).toEqual([['moved', first.of.x, first.of.a, 1]])
    expect(next.changed).toBe(1)
  })

  test('any base: every id is one entity, every base id lives on or is told, every new one is told', () => {
    fc.assert(
      fc.property(partition, partition, (before, after) => {
        const base = assign(before).of
        const next = assign(after, base)
        const clusters = new Map<string, Set<number>>()
        for (const [key, id] of Object.entries(next.of))
          clusters.set(id, (clusters.get(id) ?? new Set()).add(after[key] as number))
        for (const cluster of clusters.values()) expect(cluster.size).toBe(1)
        expect(clusters.size).toBe(new Set(Object.values(after)).size)
        const told = (kinds: string[]) =>
          new Set(next.changes.filter(({ change }) => kinds.includes(change)).map((change) => change.entityId))
        for (const id of new Set(Object.values(base))) expect(clusters.has(id)).toBe(!told(['died', 'merged']).has(id))
        for (const id of clusters.keys())
          expect(told(['born', 'split']).has(id)).toBe(!Object.values(base).includes(id))
        const told_ = next.changes.filter(({ change }) => ['merged', 'split', 'moved'].includes(change))
        expect(told_.reduce((sum, { records }) => sum + records.length, 0)).toBe(next.changed)
      }),
    )
  })

  test('the numbering of clusters decides nothing, and the same again changes nothing', () => {
    fc.assert(
      fc.property(partition, partition, (before, after) => {
        const base = assign(before).of
        const next = assign(after, base)
        expect(assign(after, base, -7).of).toEqual(next.of)
        expect(assign(after, next.of)).toMatchObject({ of: next.of, changes: [], changed: 0 })
      }),
    )
  })

  test('records that are appended and link nothing together change no id', () => {
    fc.assert(
      fc.property(partition, fc.array(fc.tuple(fc.string(), fc.integer({ min: 0, max: 8 }))), (before, added) => {
        const base = assign(before).of
        const more = Object.fromEntries(added.map(([key, cluster]) => [`new|${key}`, cluster]))
        const next = assign({ ...more, ...before }, base).of
        for (const [key, id] of Object.entries(base)) expect(next[key]).toBe(id)
      }),
    )
  })

  test('no other choice of ids would change the ids of fewer records', () => {
    fc.assert(
      fc.property(partition, partition, (before, after) => {
        const base = assign(before).of
        const next = assign(after, base)
        const clusters = [...new Set(Object.values(after))]
        const kept = (cluster: number, id: string) =>
          Object.keys(after).filter((key) => after[key] === cluster && base[key] === id).length
        const best = (at: number, free: readonly string[]): number => {
          const cluster = clusters[at]
          if (cluster === undefined) return 0
          return Math.max(
            best(at + 1, free),
            ...free.map(
              (id) =>
                kept(cluster, id) +
                best(
                  at + 1,
                  free.filter((other) => other !== id),
                ),
            ),
          )
        }
        const known = Object.keys(after).filter((key) => base[key] !== undefined)
        expect(known.length - next.changed).toBe(best(0, [...new Set(Object.values(base))]))
      }),
      { numRuns: 60 },
    )
  })
})

describe('the assignment', () => {
  test('a component too wide for the exact method still pairs each node once, and keeps half of the best or more', () => {
    const size = EXACT_LIMIT + 10
    const edges = Array.from({ length: size }, (_, n) => [
      { left: n, right: n, weight: 10 },
      { left: n, right: (n + 1) % size, weight: 11 },
    ]).flat()
    const chosen = maximumAssignment(edges)
    expect(new Set(chosen.values()).size).toBe(chosen.size)
    expect(chosen.size).toBe(size)
  })

  test('weighs as much as the best there is, and pairs only what an edge joins', () => {
    const edges = fc.uniqueArray(
      fc.record({ left: fc.nat(4), right: fc.nat(4), weight: fc.integer({ min: 1, max: 9 }) }),
      { selector: ({ left, right }) => 5 * left + right, maxLength: 14 },
    )
    fc.assert(
      fc.property(edges, (list) => {
        const weightOf = (left: number, right: number) =>
          list.find((edge) => edge.left === left && edge.right === right)?.weight
        const best = (left: number, free: readonly number[]): number =>
          left > 4
            ? 0
            : Math.max(
                best(left + 1, free),
                ...free.map((right) => {
                  const weight = weightOf(left, right)
                  return weight === undefined
                    ? 0
                    : weight +
                        best(
                          left + 1,
                          free.filter((other) => other !== right),
                        )
                }),
              )
        const chosen = [...maximumAssignment(list)]
        expect(new Set(chosen.map(([, right]) => right)).size).toBe(chosen.length)
        const weights = chosen.map(([left, right]) => weightOf(left, right))
        expect(weights).not.toContain(undefined)
        expect(weights.reduce<number>((sum, weight) => sum + (weight ?? 0), 0)).toBe(best(0, [0, 1, 2, 3, 4]))
        expect([...maximumAssignment(list.toReversed())].sort()).toEqual(chosen.sort())
      }),
    )
  })

  test('too wide for the exact method, takes the heaviest edge that is free, of equal ones the least', () => {
    // Each left node has an edge to every right one: a component of more nodes than the exact method takes.
    const size = EXACT_LIMIT + 1
    const edges = Array.from({ length: size }, (_, left) =>
      Array.from({ length: size }, (_, right) => ({ left, right, weight: left === right ? 2 : 1 })),
    ).flat()
    expect([...maximumAssignment(edges)].every(([left, right]) => left === right)).toBe(true)
    const even = edges.map((edge) => ({ ...edge, weight: 1 })).toReversed()
    expect([...maximumAssignment(even)].every(([left, right]) => left === right)).toBe(true)
  })

  test('a heavier single edge gives way to two that weigh more together', () => {
    expect(
      [
        ...maximumAssignment([
          { left: 0, right: 0, weight: 5 },
          { left: 0, right: 1, weight: 4 },
          { left: 1, right: 0, weight: 4 },
        ]),
      ].sort(),
    ).toEqual([
      [0, 1],
      [1, 0],
    ])
  })
})
