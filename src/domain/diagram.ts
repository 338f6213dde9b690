import type { CompiledDomain } from './domain.ts'

/** A domain as a Mermaid flowchart: sources and their tables, the entities that they describe, the datasets that come of them. */
export function diagram(domain: CompiledDomain): string {
  const lines = ['flowchart LR']
  for (const source of domain.sources) {
    lines.push(`  subgraph ${node('source', source.id)}["${label(source.title)} (trust ${source.trust})"]`)
    for (const table of source.tables.filter(({ ignore }) => !ignore))
      lines.push(`    ${node('table', table.id)}["${label(table.sheet ?? table.files[0] ?? table.id)}"]`)
    lines.push('  end')
  }
  for (const entity of domain.entities)
    lines.push(
      `  ${node('entity', entity.id)}(["${label(entity.title)}"]) --> ${node('dataset', entity.dataset)}[("${label(entity.dataset)}")]`,
    )
  const arrows = new Set<string>()
  for (const { tables } of domain.sources)
    for (const table of tables)
      for (const { entity, role } of table.describes)
        arrows.add(
          `  ${node('table', table.id)} ${role === 'record' ? '-->' : `-. ${label(role.replaceAll('_', ' '))} .->`} ${node('entity', entity)}`,
        )
  for (const { id, parents } of domain.entities)
    for (const parent of parents) arrows.add(`  ${node('entity', id)} -. belongs to .-> ${node('entity', parent)}`)
  return `${[...lines, ...arrows].join('\n')}\n`
}

const node = (kind: string, id: string): string => `${kind}_${id.replaceAll(/[^A-Za-z0-9_]/g, '_')}`

/** Mermaid reads entities of HTML in quoted labels; quotes would end them. */
const label = (text: string): string =>
  text.replaceAll('&', '#amp;').replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;')
