import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { environmentReference } from '../lib/environment-reference.ts'
import { buildProgram } from '../src/cli/program.ts'
import { configurationReference } from '../src/config/configuration-reference.ts'
import { linkageSettingsJsonSchema, linkageSettingsReference } from '../src/resolve/settings/settings-reference.ts'
import { decisionsIndex } from './decisions-index.ts'
import { dependenciesPage, type Manifest } from './dependencies-page.ts'
import { DEPENDENCY_REASONS, WRITTEN_INSTEAD } from './dependency-reasons.ts'
import { domainReference } from './domain-reference.ts'
import { expectationsReference } from './expectations-reference.ts'
import { lineageReference } from './lineage-reference.ts'
import { logsReference, metricsReference, telemetrySettingsReference } from './telemetry-reference.ts'
import { typesReference } from './types-reference.ts'

const ROOT = join(import.meta.dirname, '..')
const NOTICE = '<!-- Written by scripts/generate-docs.ts; edit what it reads, not this page. -->'

const TERMINALS = `Answers go to stdout; progress, warnings and errors go to stderr.

| stderr is | what a run shows while it runs |
| --- | --- |
| a terminal | a tree of the states, drawn anew in place until the run ends; then it stands, and the report follows below it |
| a terminal with \`CI\` set, with \`TERM=dumb\`, or of 0 columns | a line for each state that ended; no cursor is moved |
| a pipe or a file | the same lines |

\`NO_COLOR\` takes the colours and nothing else. On a terminal whose width is known, reports are broken between words, and tables are made
to fit: prose takes several lines first, then keys and times. A line that names a command to type is never broken, so that it can be copied.
A pipe gets every row of a table as one line; \`--json\` is the form for programs, and is never broken.`

/** The command line's reference, from the help that the commands print themselves. */
function cliReference(): string {
  let shown = ''
  const program = buildProgram(
    {
      out: (text) => {
        shown += text
      },
      err: () => {},
      input: (async function* () {})(),
      errIsTerminal: false,
      outIsTerminal: false,
      outColumns: undefined,
      env: {},
      screen: undefined,
      signal: new AbortController().signal,
    },
    () => {},
  )
  const sections: string[] = []
  const describe = (command: Command, path: string): void => {
    shown = ''
    command.configureOutput({ getOutHelpWidth: () => 100, getOutHasColors: () => false })
    command.outputHelp()
    sections.push(`## ${path}\n\n\`\`\`text\n${shown.trim()}\n\`\`\``)
    for (const child of command.commands) describe(child, `${path} ${child.name()}`)
  }
  describe(program, 'hotpass')
  return `# Command line\n\n${NOTICE}\n\nFrom a checkout, \`hotpass …\` is \`npm run -s hotpass -- …\`.\n\n${TERMINALS}\n\n${sections.join('\n\n')}\n`
}

/** The reference of all settings, from the table that the configuration itself is checked against. */
function settingsReference(): string {
  const intro = [
    'Four layers, each over the one before: defaults, the domain, the pipeline, `--set key=value`.',
    'A run writes every value and the layer it came from into its `plan.json`.',
    'A setting that changes data is part of what decides `unchanged`; the others are not.',
  ].join('\n')
  return `# Settings\n\n${NOTICE}\n\n${intro}\n\n${configurationReference()}`
}

const linkageReference = (): string =>
  `# Linkage settings\n\n${NOTICE}\n\nA settings file is Splink 5's JSON; the key \`hotpass\` holds what Splink has no word for. Its [JSON Schema](../../schemas/linkage-settings.schema.json). How the numbers are used: [entity resolution](../explanation/entity-resolution.md).\n\n${linkageSettingsReference()}\n`
/** The reference of a deployed environment's options, from the schema that checks a project's `environments`. */
function environmentsReference(): string {
  const intro = [
    'One entry of `environments` in the `hotpass.yaml` of a [project](../how-to/install.md#make-the-folder-a-project) is one environment; its',
    'key is the name. No option must be given.',
    'How to add and deploy one: [Deploy an environment](../how-to/deploy.md).',
  ].join('\n')
  return `# Environments\n\n${NOTICE}\n\n${intro}\n\n${environmentReference()}`
}

const manifest = (): Manifest => JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest

/** Every page this script writes: path from the root → text. */
export const generatedDocs = (): ReadonlyMap<string, string> =>
  new Map([
    ['docs/adr/README.md', decisionsIndex(join(ROOT, 'docs', 'adr'), NOTICE)],
    ['docs/explanation/dependencies.md', dependenciesPage(manifest(), DEPENDENCY_REASONS, NOTICE, WRITTEN_INSTEAD)],
    ['docs/reference/cli.md', cliReference()],
    ['docs/reference/environments.md', environmentsReference()],
    ['docs/reference/settings.md', settingsReference()],
    ['docs/reference/expectations.md', expectationsReference(NOTICE)],
    ['docs/reference/domain.md', domainReference(NOTICE)],
    ['docs/reference/types.md', typesReference(NOTICE)],
    ['docs/reference/metrics.md', metricsReference(NOTICE)],
    ['docs/reference/logs.md', logsReference(NOTICE)],
    ['docs/reference/settings-of-telemetry.md', telemetrySettingsReference(NOTICE)],
    ['docs/reference/lineage-events.md', lineageReference(NOTICE)],
    ['docs/reference/linkage-settings.md', linkageReference()],
    ['schemas/linkage-settings.schema.json', `${JSON.stringify(linkageSettingsJsonSchema(), null, 2)}\n`],
  ])

if (import.meta.main) {
  for (const [path, text] of generatedDocs()) {
    const file = join(ROOT, path)
    let held = ''
    try {
      held = readFileSync(file, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
    if (held === text) continue
    writeFileSync(file, text)
    console.log(`wrote ${path}`)
  }
}
