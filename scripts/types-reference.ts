import { z } from 'zod'
import { types } from '../src/types/registry.ts'
import type { SemanticType } from '../src/types/semantic-type.ts'

const HOW_MANY = { one: 'one entity', few: 'a few entities', many: 'many entities' } as const

/** The reference of every type of value, from the registry that domains are read with. */
export function typesReference(notice: string): string {
  const known = [...types.values()].toSorted((a, b) => a.id.localeCompare(b.id))
  const intro = [
    `${known.length} types. An attribute of a domain names one as \`type\`, and the type knows the rest: how a column of it is recognised, how a cell is`,
    'taken apart and read, what of it is compared, what is kept of several values, and how it is masked. Blank cells and placeholders (`n/a`, `-`,',
    '`unknown`, `keine Angabe`) are no value. A cell that cannot be read is no value either, with an issue that never repeats it; nothing is guessed.',
    '',
    "Try one: `printf '082 555 0101\\n' | hotpass normalise phone`; with `--country GB`, and with `--option key=value` for each option.",
    '',
    '**Shared by** says how many entities one value may belong to. A value of many never brings two records together by itself. **Parts** are',
    'columns `<attribute>__<part>` that linkage compares and blocks on. Why a type is code: [decision](../adr/0048-what-a-type-is.md).',
  ].join('\n')
  const table = [
    '| type | title | column | keep | personal data | example |',
    '| --- | --- | --- | --- | --- | --- |',
    ...known.map((type) => {
      const { column, keep, title, id } = type
      return `| [\`${id}\`](#${id}) | ${title} | ${column} | ${keep} | ${type.pii(type.options.parse({}))} | ${code(type.example)} |`
    }),
  ].join('\n')
  return `# Types of value\n\n${notice}\n\n${intro}\n\n${table}\n\n${known.map(section).join('\n\n')}\n`
}

function section(type: SemanticType): string {
  const evidence = type.evidence(type.options.parse({}))
  const others = type.keeps.filter((keep) => keep !== type.keep)
  return [
    `## ${type.id}`,
    type.description,
    [
      `- **Column:** \`${type.column}\`${type.keeps.includes('distinct') ? '; `list<string>` where all values are kept' : ''}.`,
      `- **Keep:** \`${type.keep}\`${others.length === 0 ? '' : `; also ${words(others)}`}.`,
      `- **Shared by:** ${HOW_MANY[evidence.frequency]}.${evidence.exclusive ? ' Two different ones speak against one entity.' : ''}`,
      ...(type.compare === null ? ['- **Compared:** no.'] : []),
      ...(type.assembly === null ? [] : [`- **Given in several columns:** ${words(type.assembly.parts)}.`]),
    ].join('\n'),
    ...optionsTable(type),
    ...partsTable(type),
    ...examplesTable(type),
  ].join('\n\n')
}

function optionsTable(type: SemanticType): string[] {
  const { properties = {} } = z.toJSONSchema(type.options, { io: 'input' })
  const rows = Object.entries(properties).map(([name, property]) => {
    const { description = '', enum: choices } = typeof property === 'object' ? property : {}
    const said = choices === undefined || description.includes('`') ? '' : ` One of ${words(choices.map(String))}.`
    return `| \`${name}\` | ${cell(description)}${said} |`
  })
  return rows.length === 0 ? [] : [['| option | meaning |', '| --- | --- |', ...rows].join('\n')]
}

function partsTable({ parts }: SemanticType): string[] {
  const rows = parts.map(({ name, column, description }) => `| \`${name}\` | ${column} | ${cell(description)} |`)
  return rows.length === 0 ? [] : [['| part | column | what it is |', '| --- | --- | --- |', ...rows].join('\n')]
}

/** Those with options: the example without is in the first table. */
function examplesTable(type: SemanticType): string[] {
  const rows = type.examples
    .filter(({ options }) => Object.keys(options).length > 0)
    .map(({ options, value }) => {
      const given = type.options.parse(options)
      const { frequency, exclusive } = type.evidence(given)
      const said = Object.entries(options).map(([name, option]) => `${name}: ${option}`)
      return `| \`${said.join(', ')}\` | ${code(value)} | ${HOW_MANY[frequency]} | ${exclusive ? 'yes' : 'no'} | ${type.pii(given)} |`
    })
  if (rows.length === 0) return []
  return [
    [
      '| with | example | shared by | an entity has one only | personal data |',
      '| --- | --- | --- | --- | --- |',
      ...rows,
    ].join('\n'),
  ]
}

const cell = (text: string): string => text.replaceAll('|', '\\|')
const code = (value: unknown): string => `\`${cell(String(value))}\``
const words = (list: readonly string[]): string => list.map((word) => `\`${word}\``).join(', ')
