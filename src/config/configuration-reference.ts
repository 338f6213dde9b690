import { SETTINGS, settingKeys } from './settings.ts'

const cell = (text: string): string => text.replaceAll('|', '\\|')

/** Every setting as a Markdown table: key, default, valid values, description, and whether it can change published data. */
export function configurationReference(): string {
  const rows = settingKeys.map((key) => {
    const { default: value, expected, description, affectsData } = SETTINGS[key]
    const cells = [`\`${key}\``, `\`${JSON.stringify(value)}\``, expected, description, affectsData ? 'yes' : 'no']
    return `| ${cells.map(cell).join(' | ')} |`
  })
  return ['| Key | Default | Values | Meaning | Changes data |', '| --- | --- | --- | --- | --- |', ...rows, ''].join(
    '\n',
  )
}
