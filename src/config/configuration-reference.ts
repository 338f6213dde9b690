import { rowFloor, SETTINGS } from './settings.ts'

const cell = (text: string): string => text.replaceAll('|', '\\|')

/** Every setting as a Markdown table: key, default, valid values, description, and whether it can change published data. */
export function configurationReference(): string {
  const settings = { 'gate.min_rows.<dataset>': rowFloor('rows of the dataset', 1), ...SETTINGS }
  const rows = Object.entries(settings).map(([key, { default: value, expected, description, affectsData }]) => {
    const cells = [`\`${key}\``, `\`${JSON.stringify(value)}\``, expected, description, affectsData ? 'yes' : 'no']
    return `| ${cells.map(cell).join(' | ')} |`
  })
  return ['| Key | Default | Values | Meaning | Changes data |', '| --- | --- | --- | --- | --- |', ...rows, ''].join(
    '\n',
  )
}
