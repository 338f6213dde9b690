import type { Entity, Source } from '../domain.ts'
import { TOLD_DATASETS } from './check-published.ts'
import type { Compiler } from './compiler.ts'

/** What holds between sources and entities: nothing is said by nobody, and nothing enriches what nobody says. */
export function checkSources(compiler: Compiler, entities: readonly Entity[], sources: readonly Source[]): void {
  const descriptions = sources.flatMap(({ tables }, source) =>
    tables.flatMap(({ describes }, table) =>
      describes.map((description, at) => ({
        description,
        path: ['sources', source, 'tables', table, 'describes', at],
      })),
    ),
  )
  for (const entity of entities) {
    const about = descriptions.filter(({ description }) => description.entity === entity.id)
    if (about.length === 0) {
      compiler.fault(['entities', entity.id], `No source describes "${entity.id}". Map a table to it, or take it out.`)
      continue
    }
    const makes = about.some(({ description: { role } }) => role === 'record' || role === 'unless_known')
    if (!makes)
      for (const { path, description } of about)
        compiler.fault(
          [...path, 'role'],
          `Nothing makes a "${entity.id}", so there is nothing for a ${description.role} to describe. Give one table role: record.`,
        )
    for (const attribute of entity.attributes)
      if (!about.some(({ description }) => description.attributes.some((one) => one.attribute.name === attribute.name)))
        compiler.fault(
          ['entities', entity.id, 'attributes', attribute.name],
          `No source says "${attribute.name}". Map a column to it, or take it out.`,
        )
    for (const { path, description } of about)
      for (const attribute of entity.attributes.filter(({ required }) => required))
        if (
          (description.role === 'record' || description.role === 'unless_known') &&
          !description.attributes.some((one) => one.attribute.name === attribute.name)
        )
          compiler.fault(
            [...path, 'attributes'],
            `A "${entity.id}" must have "${attribute.name}", and this table does not say it. Map a column to it.`,
          )
    for (const { path, description } of about)
      if (description.role === 'unless_known' && entity.name === null)
        compiler.fault(
          [...path, 'role'],
          `Nothing names "${entity.id}", so nobody can tell whether it is known. Say role: record.`,
        )
  }
  for (const { path, description } of descriptions) checkPart(compiler, path, description)
}

function checkPart(
  compiler: Compiler,
  path: readonly PropertyKey[],
  description: Source['tables'][number]['describes'][number],
): void {
  if (description.role === 'part' && description.belongsTo.length === 0 && description.key.length === 0)
    compiler.fault([...path, 'role'], 'A part says what it is part of. Give it belongs_to, or the key of its entity.')
  const marked = description.invalid?.of ?? []
  for (const name of marked)
    if (!description.attributes.some(({ attribute }) => attribute.name === name))
      compiler.fault([...path, 'invalid', 'of'], `The mark is about "${name}", which this table does not say.`)
}

/** Ids and trust are used once; tables and datasets, whose contracts lie side by side, share no id. */
export function checkTitles(compiler: Compiler, entities: readonly Entity[], sources: readonly Source[]): void {
  const ids = new Map<string, number>()
  const trust = new Map<number, string>()
  const tables = new Map<string, string>()
  const told = [...entities.map(({ dataset }) => dataset), ...TOLD_DATASETS]
  for (const [at, source] of sources.entries()) {
    const before = ids.get(source.id)
    if (before !== undefined)
      compiler.fault(['sources', at, 'id'], `There is a source "${source.id}" already. Give this one an id of its own.`)
    ids.set(source.id, at)
    const equal = trust.get(source.trust)
    if (equal !== undefined)
      compiler.fault(
        ['sources', at, 'trust'],
        `"${equal}" is trusted as much (${source.trust}), so nobody could say which is believed. Give each source its own number.`,
      )
    trust.set(source.trust, source.id)
    for (const [index, table] of source.tables.entries()) {
      const owner = tables.get(table.id)
      if (owner !== undefined)
        compiler.fault(
          ['sources', at, 'tables', index],
          `There is a table "${table.id}" in ${owner === source.id ? 'this source' : `"${owner}"`} already. Give one of them an id, or another sheet.`,
        )
      if (told.includes(table.id))
        compiler.fault(
          ['sources', at, 'tables', index],
          `The dataset "${table.id}" is called so. Give the table an id of its own, such as "${table.id}_rows".`,
        )
      tables.set(table.id, source.id)
    }
  }
}
