import type { Contract, ContractField } from './contract.ts'
import { contracts } from './contracts.ts'

const opening = `# Schemas

<!-- Generated from src/contracts by \`hotpass contracts export\`. Edit the contracts, not this page. -->

Every dataset Hotpass reads or publishes has a contract. The same contract makes the JSON Schema in \`schemas/\`, the check every
row passes, and this page. Columns a contract does not name are allowed.

**Personal data.** \`personal\` values are about a person and are masked wherever a rejected row is shown; \`sensitive\` values are never shown.
**Types.** \`string\`, \`long\` (whole number), \`double\`, \`boolean\`; dates are text, \`YYYY-MM-DD\`. Several values in one text are joined with \`; \` and sorted.
`

/** The reference page of every contract, as Markdown. The same contracts give the same bytes. */
export function renderSchemaReference(): string {
  const all = [...contracts.values()]
  const part = (title: string, kind: Contract['kind']): string =>
    [`## ${title}\n`, ...all.filter((each) => each.kind === kind).map(section)].join('\n')
  return `${opening}\n${part('Published datasets', 'published')}\n${part('Source sheets', 'source')}`
}

function section(contract: Contract): string {
  const keys = contract.fields.filter((each) => each.primaryKey).map((each) => `\`${each.name}\``)
  const source = contract.kind === 'source'
  const header = source
    ? '| field | column | type | required | personal data | description | example |'
    : '| field | type | required | personal data | description | example |'
  const lines = [
    `### ${contract.id}`,
    '',
    `${contract.title}, version ${contract.version}. ${contract.description}`,
    '',
    `Primary key: ${keys.join(', ')}.`,
    '',
    header,
    `|${' --- |'.repeat(source ? 7 : 6)}`,
    ...contract.fields.map((each) => row(each, source)),
    ...(contract.rules.length > 0
      ? ['', 'Rules over several fields:', '', ...contract.rules.map((each) => `- \`${each.id}\`: ${each.description}`)]
      : []),
    '',
  ]
  return lines.join('\n')
}

function row(field: ContractField, source: boolean): string {
  const also = field.synonyms.length > 0 ? ` (also ${field.synonyms.join(', ')})` : ''
  const cells = [
    `\`${field.name}\``,
    ...(source ? [`${field.label}${also}`] : []),
    field.type,
    field.required ? 'yes' : '',
    field.pii === 'none' ? '' : field.pii,
    field.description,
    `\`${String(field.example)}\``,
  ]
  return `| ${cells.map((each) => each.replaceAll('|', '\\|')).join(' | ')} |`
}
