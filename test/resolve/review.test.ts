import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ContradictionError,
  DecisionFileError,
  decide,
  exportReview,
  importReview,
  judgeDecisions,
  makeDecision,
  pairId,
  parseDecisionFile,
  type ResolutionDecision,
  type ReviewPair,
} from '../../src/resolve/review/index.ts'
import { toldDecision } from '../../src/resolve/review/told-decision.ts'
import { toldKey } from '../../src/resolve/review/told-key.ts'
import { UnionFind } from '../../src/resolve/union-find.ts'
import { neutralisedText } from '../../src/types/text/formula-text.ts'

let clock = 0
const made = (
  left: string,
  verdict: ResolutionDecision['verdict'],
  right: string,
  replaces: string[] = [],
  at = new Date(Date.UTC(2026, 0, 1) + 1000 * clock++).toISOString(),
) => makeDecision({ subject: 'organizations', left, right, verdict, replaces, by: 'Nandi', at, why: 'asked' })
const everything = () => true
const ruling = (left: string, verdict: 'same' | 'different', right: string) => ({
  ...{ left, right, verdict, by: 'Sipho', why: 'seen' },
  at: '2026-06-01T00:00:00.000Z',
})
const say = (existing: ResolutionDecision[], ...rulings: ReturnType<typeof ruling>[]) =>
  decide(existing, rulings, { subject: 'organizations', replace: false })

const pair = (left: string, right: string, more: Partial<ReviewPair> = {}): ReviewPair => ({
  pair_id: pairId(left, right),
  subject: 'organizations',
  left_key: left,
  right_key: right,
  left_record: `l:${left}`,
  right_record: `r:${right}`,
  left_entity: 'org_a',
  right_entity: 'org_b',
  match_weight: 3.25,
  match_probability: 0.905,
  reason: 'between_thresholds',
  left: { organization_name: '=HYPERLINK("http://x","y")', emails: 'thandi@example.example; desk@example.example' },
  right: { organization_name: '<script>alert(1)</script>, "quoted"\r\nsecond', emails: null },
  waterfall: [{ comparison: 'name', level: 2, label: 'exact', bits: 3.25, tfBits: 0 }],
  ...more,
})

describe('decisions', () => {
  test('a pair has one id whichever record comes first', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => pairId(a, b) === pairId(b, a)))
  })

  test('what is asked can always be done, whatever was decided: joined groups hold no parted pair', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
    const any = fc.array(fc.tuple(key, fc.constantFrom('same' as const, 'different' as const), key), { maxLength: 20 })
    fc.assert(
      fc.property(any, fc.subarray(['a', 'b', 'c', 'd', 'e', 'f']), (all, here) => {
        const decisions = all.filter(([a, , b]) => a !== b).map(([a, verdict, b]) => made(a, verdict, b))
        const judged = judgeDecisions(decisions, (name) => here.includes(name))
        const sets = new UnionFind(6)
        const at = (name: string) => 'abcdef'.indexOf(name)
        for (const { left, right } of judged.mustLink) sets.union(at(left), at(right))
        for (const { left, right } of judged.cannotLink) expect(sets.find(at(left))).not.toBe(sets.find(at(right)))
        for (const { left, right } of [...judged.mustLink, ...judged.cannotLink])
          expect(here).toEqual(expect.arrayContaining([left, right]))
        // Every decision in force is applied, set aside by name, or about records that are gone.
        const aside = new Set(judged.contradictions.map(({ decision }) => decision.id))
        const gone = new Set(judged.vanished.map(({ decision }) => decision.id))
        const full = judgeDecisions(decisions, everything)
        expect(full.applied + full.contradictions.length).toBe(new Set(decisions.map(({ id }) => id)).size)
        for (const { id, left, right } of decisions)
          if (!aside.has(id) && !gone.has(id)) expect(here).toEqual(expect.arrayContaining([left, right]))
      }),
    )
  })

  test('the later of two decisions about one pair that disagree is set aside, and both are named', () => {
    const [yes, no] = [made('a', 'same', 'b'), made('b', 'different', 'a')]
    const judged = judgeDecisions([no, yes], everything)
    expect(judged.mustLink).toMatchObject([{ left: 'a', right: 'b' }])
    expect(judged.cannotLink).toEqual([])
    expect(judged.contradictions[0]?.message).toContain(yes.id)
    expect(judged.contradictions[0]?.message).toContain(no.id)
  })

  test('a contradiction through a chain names every link of it', () => {
    const chain = [made('a', 'same', 'b'), made('b', 'same', 'c'), made('c', 'same', 'd')]
    const wall = made('a', 'different', 'd')
    const [found] = judgeDecisions([...chain, wall], everything).contradictions
    expect(found?.decision).toEqual(wall)
    for (const { id } of chain) expect(found?.message).toContain(id)
    // The other way round: the wall stood first, and the last link of the chain is the one too many.
    const first = made('x', 'different', 'z')
    const later = [made('x', 'same', 'y'), made('y', 'same', 'z')]
    const [other] = judgeDecisions([first, ...later], everything).contradictions
    expect(other?.decision).toEqual(later[1])
    expect(other?.against.map(({ id }) => id)).toEqual([later[0]?.id, first.id])
  })

  test('what is withdrawn or replaced holds no longer', () => {
    const yes = made('a', 'same', 'b')
    expect(judgeDecisions([yes, made('a', 'withdrawn', 'b', [yes.id])], everything).mustLink).toEqual([])
    const replaced = judgeDecisions([yes, made('a', 'different', 'b', [yes.id])], everything)
    expect(replaced).toMatchObject({ mustLink: [], contradictions: [], cannotLink: [{ left: 'a', right: 'b' }] })
  })

  test('a decision about a record that is gone is named and kept, and still reaches through it', () => {
    const all = [made('a', 'same', 'gone'), made('gone', 'same', 'b'), made('gone', 'different', 'c')]
    const judged = judgeDecisions(all, (name) => name !== 'gone')
    expect(judged.vanished.map(({ missing }) => missing)).toEqual([['gone'], ['gone'], ['gone']])
    expect(judged.mustLink).toMatchObject([{ left: 'a', right: 'b' }])
    expect(judged.cannotLink).toMatchObject([{ left: 'a', right: 'c' }])
  })

  test('no sentence about a decision has the address or the phone that a key is made of', () => {
    const left = 's|people|27|thandi.secret@example.org||053 261 6944'
    const right = 's|people|54|532616944'
    const [yes, no] = [made(left, 'same', right), made(left, 'different', right)]
    const { contradictions, vanished } = judgeDecisions([yes, no], () => false)
    const sentences = [...contradictions, ...vanished].map(({ message }) => message)
    expect(sentences).toHaveLength(3)
    for (const sentence of [...sentences, JSON.stringify(toldDecision(yes))]) {
      expect(sentence).not.toMatch(/thandi|secret|261|6944/)
      expect(sentence).toContain('s|people|27|t***@example.org||***44')
    }
    // A number that is the whole key is the source's own.
    expect(['s|c|4006381333931', 's|c|Blue Crane CC', 'gone'].map(toldKey)).toEqual([
      's|c|4006381333931',
      's|c|Blue Crane CC',
      'gone',
    ])
  })

  test('deciding what contradicts is refused whole, by name; saying the same again is nothing new', () => {
    const [yes, chain] = [made('a', 'same', 'b'), made('b', 'same', 'c')]
    expect(() => say([yes, chain], ruling('x', 'same', 'y'), ruling('a', 'different', 'c'))).toThrow(ContradictionError)
    expect(() => say([yes, chain], ruling('c', 'different', 'a'))).toThrow(new RegExp(`${yes.id}.*${chain.id}`, 's'))
    expect(() => say([], ruling('a', 'same', 'b'), ruling('a', 'different', 'b'))).toThrow(ContradictionError)
    expect(say([yes], ruling('b', 'same', 'a'))).toEqual({ decisions: [], repeated: 1 })
    const other = decide([yes], [ruling('a', 'different', 'b')], { subject: 'organizations', replace: true })
    expect(judgeDecisions([yes, ...other.decisions], everything)).toMatchObject({ mustLink: [], contradictions: [] })
  })

  test('a decisions file that is not one is refused by its key', () => {
    const parse = (text: string) => () => parseDecisionFile('decisions/resolution/x.json', Buffer.from(text))
    for (const text of ['', '[]', '{"format":1,"kind":"resolution","decisions":[]}', '{"format":2}', '\xff\xfe'])
      expect(parse(text)).toThrow(DecisionFileError)
    expect(parse('{}')).toThrow(/decisions\/resolution\/x\.json/)
  })
})

describe('the queue as a file', () => {
  const queue = [pair('s|c|1', 's|c|2'), pair('s|c|3', 's|c|4')]
  const csv = exportReview(queue, 'csv', neutralisedText)
  const read = (text: string, format: 'csv' | 'jsonl' | 'label-studio' = 'csv', held: readonly ReviewPair[] = queue) =>
    importReview('queue', text, format, held)
  const filled = (decision: string, why = '') =>
    csv.split(`${queue[0]?.pair_id},,`).join(`${queue[0]?.pair_id},${decision},${why}`)

  test('what a spreadsheet would run is made harmless', () => {
    expect(csv).toContain(`"'=HYPERLINK(""http://x"",""y"")"`)
  })

  test('nothing filled in is nothing decided; each format comes back as it went', () => {
    expect(read(csv)).toEqual({ rulings: [], open: 2 })
    const jsonl = exportReview(queue, 'jsonl', neutralisedText)
    const tasks = exportReview(queue, 'label-studio', neutralisedText)
    expect(read(jsonl, 'jsonl').open).toBe(2)
    expect(read(tasks, 'label-studio').open).toBe(2)
    const expected = { rulings: [expect.objectContaining({ left: 's|c|1', right: 's|c|2', verdict: 'same' })], open: 1 }
    expect(read(filled('same'))).toEqual(expected)
    expect(read(jsonl.replace('"decision":null', '"decision":"accept"'), 'jsonl')).toEqual(expected)
    const annotated = JSON.parse(tasks)
    annotated[0].annotations = [
      {
        completed_by: { email: 'nandi@desk.example' },
        result: [
          { from_name: 'decision', type: 'choices', value: { choices: ['same'] } },
          { from_name: 'why', type: 'textarea', value: { text: ['one address'] } },
        ],
      },
    ]
    expect(read(JSON.stringify(annotated), 'label-studio').rulings).toEqual([
      expect.objectContaining({ verdict: 'same', by: 'nandi@desk.example', why: 'one address' }),
    ])
  })

  test.each<[string, string, 'csv' | 'jsonl' | 'label-studio', RegExp]>([
    ['an empty file', '', 'csv', /no pairs/],
    ["somebody else's table", 'name,phone\nA,1\n', 'csv', /no pair_id and no decision.*name, phone/],
    ['a row with a cell too many', `${filled('same').trimEnd()},x\r\n`, 'csv', /line/],
    ['a word that is no decision', filled('maybe'), 'csv', /row 2: decision "maybe"/],
    ['a line of no JSON', '{"pair_id":"x","decision":null}\nnot json', 'jsonl', /line 2 is no JSON/],
    ['JSON that is no list of tasks', '{"tasks":[]}', 'label-studio', /no JSON list/],
    ['an id that was never one of ours', 'pair_id,decision\npair_1,same\n', 'csv', /"pair_1" is no pair id/],
    ['a pair of no queue', `pair_id,decision\n${pairId('p', 'q')},same\n`, 'csv', /in no queue of this store/],
    ['changed record keys', filled('same').replace('s|c|2', 's|c|9'), 'csv', /the line was changed/],
    [
      'two answers',
      `${filled('same')}${filled('different').split('\r\n').slice(1).join('\r\n')}`,
      'csv',
      /different here and same at/,
    ],
  ])('%s is refused whole', (_, text, format, message) => expect(() => read(text, format)).toThrow(message))

  test('a file outlives its queue, since it names its records', () => {
    expect(read(filled('same'), 'csv', []).rulings).toHaveLength(1)
  })

  test('two rows that hold a pair of each of two entities: each is decided as its line says, or the file is refused by name', () => {
    const both = [pair('s|c|1', 's|c|2'), pair('s|c|1', 's|c|2', { subject: 'contacts' })]
    const text = exportReview(both, 'csv', neutralisedText)
    const lines = text.split('\r\n')
    const [first, second] = [lines[1] ?? '', `${lines[2]}\r\n${lines[3]}`]
    const answer = (line: string, verdict: string) => line.replace(/^([^,]+),,/, `$1,${verdict},`)
    const table = [lines[0], answer(first, 'same'), answer(second, 'different')].join('\r\n')
    const decided = read(text.replace(first, answer(first, 'same')), 'csv', both)
    expect(decided.rulings.map(({ subject, verdict }) => [subject, verdict])).toEqual([['organizations', 'same']])
    expect(table).toContain(',contacts,')
    const jsonl = exportReview(both, 'jsonl', neutralisedText)
      .split('\n')
      .map((line, at) => line.replace('"decision":null', `"decision":"${at === 0 ? 'same' : 'different'}"`))
      .join('\n')
    expect(read(jsonl, 'jsonl', both).rulings.map(({ subject, verdict }) => [subject, verdict])).toEqual([
      ['organizations', 'same'],
      ['contacts', 'different'],
    ])
    const id = both[0]?.pair_id ?? ''
    const unsaid = `pair_id,decision\n${id},same\n`
    expect(() => read(unsaid, 'csv', both)).toThrow(
      new RegExp(`row 2: ${id} is a pair of organizations and one of contacts, .*say which in a column "subject"`),
    )
    expect(read(unsaid, 'csv', both.slice(1)).rulings[0]?.subject).toBe('contacts')
    expect(() => read(`pair_id,decision,subject\n${id},same,firms\n`, 'csv', both)).toThrow(
      /is no pair of "firms" in this queue, but of organizations and contacts/,
    )
    const tasks = exportReview(both, 'label-studio', neutralisedText)
    expect(JSON.parse(tasks).map((task: { data: { subject: string } }) => task.data.subject)).toEqual([
      'organizations',
      'contacts',
    ])
  })

  test('a key that is masked in the file is read from the queue, and without it the line is refused by what to do', () => {
    const whole = pair('s|people|1|thandi@example.org', 's|people|2|0532616944')
    const masked = { ...whole, left_key: toldKey(whole.left_key), right_key: toldKey(whole.right_key) }
    const text = exportReview([masked], 'csv', neutralisedText).replace(`${whole.pair_id},,`, `${whole.pair_id},same,`)
    expect(text).toContain(',s|people|1|t***@example.org,s|people|2|***44,')
    const { left_key: left, right_key: right } = whole
    expect(read(text, 'csv', [whole]).rulings).toEqual([expect.objectContaining({ left, right, verdict: 'same' })])
    expect(() => read(text, 'csv', [])).toThrow(/key is masked.*--show-personal/)
    expect(() => read(text.replace('t***', 'u***'), 'csv', [whole])).toThrow(/was changed/)
  })
})
