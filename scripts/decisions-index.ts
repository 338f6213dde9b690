import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The index of the architecture decisions, from the files themselves.
 * @param folder of the decisions
 * @throws when a file's title or status is not as the others' are, or two have one number
 */
export function decisionsIndex(folder: string, notice: string): string {
  const numbers = new Set<string>()
  const rows = readdirSync(folder)
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8')
      const [, number = '', title = ''] = /^# (\d{4}): (.+)\n/.exec(text) ?? []
      const status = /^Status: (.+)$/m.exec(text)?.[1]
      if (number === '' || !name.startsWith(`${number}-`))
        throw new Error(`docs/adr/${name} must begin with "# ${name.slice(0, 4)}: " and its title.`)
      if (status === undefined) throw new Error(`docs/adr/${name} has no line "Status: …".`)
      if (numbers.has(number)) throw new Error(`docs/adr/${name} has a number that another decision has: ${number}.`)
      numbers.add(number)
      return `| [${number}](${name}) | ${title} | ${status} |`
    })
  const intro =
    'What was decided about how Hotpass is built, and why. A decision is not rewritten: a later one takes its place and says so.'
  return `# Architecture decisions\n\n${notice}\n\n${intro}\n\n| Number | Decision | Status |\n| ------ | -------- | ------ |\n${rows.join('\n')}\n`
}
