import type { Answers, DraftAttribute, DraftMapping, DraftTable, MappedTo } from './draft.ts'
import type { Existing } from './existing-domain.ts'
import type { ColumnGuess } from './guess-column.ts'

/** A table whose columns give what people said they give, whatever was guessed of them. */
export function asMapped(table: DraftTable, existing: Existing, { mapped }: Answers): DraftTable {
  const [main, ...others] = table.describes
  if (mapped === undefined || main === undefined) return table
  const said = [...mapped].filter(([label]) => table.sample.columns.some((column) => column.label === label))
  if (said.length === 0) return table
  const labels = new Set(said.map(([label]) => label))
  const guesses = new Map(
    main.attributes.flatMap((attribute) => attribute.guesses.map((guess) => [guess.column.label, guess] as const)),
  )
  let attributes = main.attributes.flatMap((attribute) => without(attribute, labels))
  for (const [label, to] of said)
    attributes = withColumn(attributes, label, to, guesses.get(label), main.entity, existing)
  const read = new Set(attributes.flatMap(columnsOf))
  const displaced = [...guesses.keys()].filter((label) => !read.has(label))
  return {
    ...table,
    describes: [{ ...main, attributes }, ...others],
    leftOut: [
      ...table.leftOut.filter(({ label }) => !read.has(label)),
      ...displaced.map((label) => ({ label, why: 'another column was said to stand in its place' })),
    ],
  }
}

const isList = (from: DraftMapping['from']): from is readonly string[] => Array.isArray(from)

const columnsOf = ({ mapping: { from } }: DraftAttribute): readonly string[] =>
  isList(from) ? from : Object.values(from).flat()

/** The attribute without some columns; nothing where it has no other. */
function without(attribute: DraftAttribute, labels: ReadonlySet<string>): DraftAttribute[] {
  const { mapping } = attribute
  const kept = (list: readonly string[]) => list.filter((label) => !labels.has(label))
  const from = isList(mapping.from)
    ? kept(mapping.from)
    : Object.fromEntries(
        Object.entries(mapping.from)
          .map(([part, list]) => [part, kept(list)] as const)
          .filter(([, list]) => list.length > 0),
      )
  if (Object.keys(from).length === 0) return []
  const guesses = attribute.guesses.filter(({ column }) => !labels.has(column.label))
  return [{ ...attribute, guesses, mapping: { ...mapping, from } }]
}

/** @throws Error for an attribute that the entity does not have: whoever says it has looked it up */
function withColumn(
  attributes: readonly DraftAttribute[],
  label: string,
  { attribute: name, part }: MappedTo,
  guess: ColumnGuess | undefined,
  entity: string,
  existing: Existing,
): DraftAttribute[] {
  const known = existing.entities.find(({ id }) => id === entity)?.attributes.find((one) => one.name === name)
  if (known === undefined) throw new Error(`there is no attribute ${entity}.${name}`)
  const there = attributes.find((one) => one.name === name)
  const guesses = guess === undefined ? [] : [guess]
  if (there === undefined) {
    const from = part === null ? [label] : { [part]: [label] }
    const mapping = {
      from,
      isJoined: false,
      order: guess?.order?.order ?? null,
      decimal: guess?.decimal?.decimal ?? null,
    }
    return [...attributes, { ...known, mapping, guesses }]
  }
  const { from } = there.mapping
  const changed: DraftMapping['from'] =
    part !== null
      ? { ...(isList(from) ? {} : from), [part]: [label] }
      : isList(from) && known.keep === 'distinct'
        ? [...from, label]
        : [label]
  const replaced = { ...there, guesses: [...there.guesses, ...guesses], mapping: { ...there.mapping, from: changed } }
  return attributes.map((one) => (one === there ? replaced : one))
}
