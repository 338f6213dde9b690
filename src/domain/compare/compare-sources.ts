import type { CompiledDomain, Description, Source, SourceTable } from '../domain.ts'
import { inWords, type Tell } from './domain-change.ts'

/**
 * What is read: sources and tables by what the keys of their records call them, so that one that was renamed with `was` is the same.
 * A record whose key changes is another record, with an id of its own unless linkage finds it again.
 */
export function compareSources(tell: Tell, before: CompiledDomain, after: CompiledDomain): void {
  const now = new Map(after.sources.map((source) => [source.keyName, source]))
  const then = new Map(before.sources.map((source) => [source.keyName, source]))
  const say = (where: string, what: string, breaking = false) => tell({ breaking, dataset: null, where, what })
  for (const [name, source] of then) {
    const is = now.get(name)
    if (is === undefined) {
      const heir = after.sources.find((one) => !then.has(one.keyName) && isAlike(source, one))
      say(
        source.id,
        `The source is gone: what it alone said is published no more, and what it alone described ends.${heir === undefined ? '' : ` If it is called ${heir.id} now, say so there, so that its records keep their ids: was: ${name}`}`,
        true,
      )
      continue
    }
    if (is.id !== source.id) say(is.id, `The source was called ${source.id}; its records keep their keys and ids.`)
    if (is.files.join() !== source.files.join())
      say(is.id, `Its files were ${inWords(source.files)} and are ${inWords(is.files)}.`)
    compareTables(tell, source, is)
  }
  for (const [name, { id }] of now)
    if (!then.has(name)) say(id, 'The source is new: its rows describe more entities, or say more of those there are.')
  compareTrust(tell, before, after)
}

const isAlike = (one: Source, other: Source): boolean =>
  one.files.some((pattern) => other.files.includes(pattern)) ||
  one.tables.some(({ columns }) =>
    other.tables.some((table) => columns.every(({ name }) => table.columns.some((column) => column.name === name))),
  )

/** Who is believed where sources disagree. */
function compareTrust(tell: Tell, before: CompiledDomain, after: CompiledDomain): void {
  const common = new Set(before.sources.map(({ keyName }) => keyName))
  const order = ({ sources }: CompiledDomain, names: ReadonlySet<string>) =>
    [...sources].sort((a, b) => b.trust - a.trust).flatMap(({ keyName }) => (names.has(keyName) ? [keyName] : []))
  const is = order(after, common)
  const was = order(before, new Set(is))
  if (was.join('\n') !== is.join('\n'))
    tell({
      ...{ breaking: false, dataset: null, where: 'trust' },
      what: `Believed first was ${was.join(', ')}, and is ${is.join(', ')}: where they disagree, other values are kept.`,
    })
}

function compareTables(tell: Tell, before: Source, after: Source): void {
  const now = new Map(after.tables.filter(({ ignore }) => !ignore).map((table) => [table.keyName, table]))
  const then = new Map(before.tables.filter(({ ignore }) => !ignore).map((table) => [table.keyName, table]))
  for (const [name, table] of then) {
    const is = now.get(name)
    const where = `${after.id}/${is?.id ?? table.id}`
    const say = (what: string, breaking = false) => tell({ breaking, dataset: null, where, what })
    if (is === undefined) {
      const heir = [...now].find(([key]) => !then.has(key))?.[1].id
      say(
        `The table is no longer read: what it alone said is published no more.${heir === undefined ? '' : ` If it is called ${heir} now, say so there, so that its records keep their ids: was: ${name}`}`,
        true,
      )
      continue
    }
    if (is.unique !== table.unique)
      say(
        is.unique
          ? 'Rows of different keys are never one now: what was one may be several.'
          : 'Rows of different keys may be one now.',
      )
    compareDescriptions(tell, where, table, is)
  }
  for (const [name, { id }] of now)
    if (!then.has(name)) tell({ breaking: false, dataset: null, where: `${after.id}/${id}`, what: 'The table is new.' })
}

/** The descriptions of one table, each with that of the same entity and place among those of it. */
function compareDescriptions(tell: Tell, where: string, before: SourceTable, after: SourceTable): void {
  const named = ({ describes }: SourceTable) =>
    new Map(
      describes.map((one, at) => {
        const nth = describes.slice(0, at).filter(({ entity }) => entity === one.entity).length
        return [`${one.entity} ${nth}`, one] as const
      }),
    )
  const [then, now] = [named(before), named(after)]
  for (const [name, was] of then) {
    const is = now.get(name)
    const say = (what: string, breaking: boolean) => tell({ breaking, dataset: null, where, what })
    if (is === undefined)
      say(`It describes ${was.entity} no longer: what it alone said of one is published no more.`, true)
    else compareDescription(say, [before, was], [after, is])
  }
  for (const [name, { entity }] of now)
    if (!then.has(name)) tell({ breaking: false, dataset: null, where, what: `It describes ${entity} too.` })
}

type Described = readonly [table: SourceTable, description: Description]

function compareDescription(
  say: (what: string, breaking: boolean) => void,
  [before, was]: Described,
  [after, is]: Described,
): void {
  const { entity } = is
  const labels = ({ columns }: SourceTable, names: readonly string[]) =>
    inWords(names.map((name) => columns.find((column) => column.name === name)?.label ?? name))
  const [key, newKey] = [labels(before, was.key), labels(after, is.key)]
  if (key !== newKey)
    say(
      `The key of ${entity} was ${key} and is ${newKey}: its records are other records, with new ids where linkage does not find them again; decisions about them are lost.`,
      true,
    )
  if (was.called !== is.called)
    say(`Record ids said ${was.called} and say ${is.called}: source_record_ids change.`, true)
  if (was.role !== is.role) say(`To ${entity} its rows were ${was.role} and are ${is.role}.`, makes(was) && !makes(is))
  if (JSON.stringify(was.when) !== JSON.stringify(is.when)) say(`Other rows than before describe ${entity}.`, false)
  if (JSON.stringify(was.belongsTo) !== JSON.stringify(is.belongsTo))
    say(`What a ${entity} belongs to is found otherwise.`, false)
  if (JSON.stringify(was.invalid) !== JSON.stringify(is.invalid))
    say(`Values of ${entity} are marked otherwise.`, false)
}

const makes = ({ role }: Description): boolean => role === 'record' || role === 'unless_known'
