import { z } from 'zod'
import { environmentSchema } from './environment.ts'

interface Described {
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly string[]
  readonly type?: string
  readonly properties?: Readonly<Record<string, Described>>
}

/** Every option of an environment as a Markdown table, from the schema that checks them. */
export function environmentReference(): string {
  const { properties } = z.toJSONSchema(environmentSchema, { io: 'input' }) as Described
  return ['| Option | Default | Values | Meaning |', '| --- | --- | --- | --- |', ...rows(properties ?? {}), ''].join(
    '\n',
  )
}

function rows(properties: Readonly<Record<string, Described>>, within = ''): string[] {
  return Object.entries(properties).flatMap(([name, option]) => [
    `| ${[
      `\`${within}${name}\``,
      option.default === undefined ? '' : `\`${JSON.stringify(option.default)}\``,
      option.enum === undefined ? (option.type ?? '') : option.enum.map((value) => `\`${value}\``).join(', '),
      option.description ?? '',
    ]
      .map((cell) => cell.replaceAll('|', '\\|'))
      .join(' | ')} |`,
    ...rows(option.properties ?? {}, `${within}${name}.`),
  ])
}
