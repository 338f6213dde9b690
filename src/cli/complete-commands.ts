/** Where the person who reads a sentence works: what a command that is suggested to them must name. */
export interface Workplace {
  readonly store: string | undefined
  readonly env: string | undefined
}

/** Commands that act on a store, or on an environment; each knows `--store` and `--env`. */
export const STORE_COMMANDS = [
  'run',
  'plan',
  'status',
  'retry',
  'cancel',
  'runs show',
  'runs list',
  'runs',
  'versions',
  'verify',
  'pull',
  'diff',
  'docs',
  'forget',
  'explain',
  'gate show',
  'gate release',
  'models list',
  'models show',
  'models compare',
  'models promote',
  'models rollback',
  'set-aside',
  'quarantine list',
  'quarantine export',
  'quarantine readmit',
  'quarantine fix',
  'review list',
  'review next',
  'review show',
  'review accept',
  'review reject',
  'review withdraw',
  'review decisions',
  'review export',
  'review import',
  'lineage show',
  'lineage resend',
  'repair glue',
  'profile',
  'contracts diff',
  'domain diff',
  'store upgrade',
] as const

/** Commands about an environment alone. */
const ENVIRONMENT_COMMANDS = ['logs', 'schedules', 'deploy', 'doctor'] as const

const RUN = '[A-Za-z0-9_-]+-(?:\\d{8}T\\d{6}Z-[0-9a-z]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})'
const COMMAND = new RegExp(
  `\\bhotpass (${[...STORE_COMMANDS, ...ENVIRONMENT_COMMANDS].join('|')})(?![\\w-])( ${RUN}(?![\\w-]))?`,
  'g',
)
const PLACEHOLDER = / --env <(?:environment|name)>/

/** A text in quotes that a shell takes off. */
export const shellText = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** A word of a command line as a shell takes it. */
export const shellWord = (text: string): string => (/^[\w./:@%+=,~-]+$/.test(text) ? text : shellText(text))

/** The options that name the place; empty where a command finds it by itself. */
export const placeFlags = ({ store, env }: Workplace): string =>
  env !== undefined ? ` --env ${shellWord(env)}` : store === undefined ? '' : ` --store ${shellWord(store)}`

/**
 * Every command that a text suggests, as this person has to type it: sentences are made where nobody knows how the store, or the
 * environment, is named by whoever reads them. What names its place already stays as it is.
 */
export function completeCommands(text: string, place: Workplace): string {
  return text
    .split('\n')
    .map((line) => completeLine(line, place))
    .join('\n')
}

function completeLine(line: string, place: Workplace): string {
  const found = [...line.matchAll(COMMAND)]
  let done = ''
  let from = 0
  for (const [at, match] of found.entries()) {
    const end = match.index + match[0].length
    const rest = line.slice(end, found[at + 1]?.index ?? line.length)
    done += line.slice(from, end) + completed(match[1] ?? '', rest, place)
    from = end + rest.length
  }
  return done + line.slice(from)
}

/** What follows a command's name, with the place before it. */
function completed(command: string, rest: string, place: Workplace): string {
  const needsEnvironment = (ENVIRONMENT_COMMANDS as readonly string[]).includes(command)
  const asked = PLACEHOLDER.test(rest)
  if (place.env === undefined && (needsEnvironment || (asked && command === 'cancel'))) return rest
  const open = asked ? rest.replace(PLACEHOLDER, '') : rest
  const flags = placeFlags(place)
  const sentence = /^[^;]*?(?=\. [A-Z]|;|$)/.exec(open)?.[0] ?? open
  return / --(?:store|env)[ =]/.test(sentence) ? open : flags + open
}

/** The place that a command line names. */
export function placeOf(args: readonly string[]): Workplace {
  const named = (name: string): string | undefined => {
    const at = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`))
    const found = args[at]
    return found === undefined ? undefined : found === name ? args[at + 1] : found.slice(name.length + 1)
  }
  return { store: named('--store'), env: named('--env') }
}
