import type { DomainDraft } from './draft.ts'
import { renderDomain } from './render-domain.ts'
import { checkWorkflow, deployWorkflow } from './render-workflows.ts'
import { yamlComment, yamlText } from './yaml-text.ts'

/** What a project is told besides its draft. */
export interface ProjectPlace {
  /** The folder that runs take files from, relative to the project's own. */
  readonly landing: string
  /** Files with data that lie elsewhere in the project's folder, relative to it. */
  readonly strewn: readonly string[]
  /** Columns that a run reads when no setting says more. */
  readonly usualWidth: number
  /** Of this program, without the hash of its code. */
  readonly version: string
  /** What deploying needs besides: package → version. */
  readonly peers: Readonly<Record<string, string>>
}

/** Where a deployment may go; `hotpass.yaml` and the workflow name the same. */
const ENVIRONMENTS = ['dev', 'staging', 'prod'] as const

/**
 * A project's files by their paths. What makes it a project is `own`; `beside` is what a person or a service reads first, and what may be
 * there already.
 */
export function renderProject(
  draft: DomainDraft,
  place: ProjectPlace,
): { readonly own: Readonly<Record<string, string>>; readonly beside: Readonly<Record<string, string>> } {
  return {
    own: {
      'hotpass.yaml': projectFile(draft, place),
      [`domains/${draft.id}/domain.yaml`]: renderDomain(draft),
    },
    beside: {
      'README.md': readme(draft, place),
      '.gitignore': ignored(place),
      'package.json': manifest(draft, place),
      '.github/workflows/check.yml': checkWorkflow(),
      '.github/workflows/deploy.yml': deployWorkflow(ENVIRONMENTS, place.peers),
    },
  }
}

function projectFile({ id, title, entities, width }: DomainDraft, { landing, usualWidth }: ProjectPlace): string {
  const settings = [
    ...(width <= usualWidth
      ? []
      : [`      ingest.max_columns: ${width + 50} ${yamlComment(`the widest file has ${width}`)}`]),
  ]
  return `${[
    yamlComment('What makes this folder a project: what runs read and publish, and where it is deployed.'),
    `landing: ${yamlText(landing)} ${yamlComment('the folder that runs take files from')}`,
    '',
    'pipelines:',
    `  ${yamlText(id)}:`,
    `    description: ${yamlText(`${title}: ${entities.map(({ dataset }) => dataset).join(', ')}`)}`,
    `    domain: ${yamlText(id)} ${yamlComment(`domains/${id}/domain.yaml`)}`,
    ...(settings.length === 0 ? [] : ['    settings:', ...settings]),
    '    # Where it is deployed, runs start by themselves once this says when and where:',
    '    # schedule: { expression: cron(0 3 * * ? *), time_zone: UTC }',
    '    # guardrails: { success_within_hours: 30 }',
    '    # enabled: { staging: true, prod: true }',
    '',
    yamlComment('Pin account and region once you know them: a deployment with other credentials is then refused.'),
    'environments:',
    '  dev: { removal: destroy, terminationProtection: false, alarms: false }',
    '  staging: {}',
    '  prod: { logRetentionDays: 365 }',
  ].join('\n')}\n`
}

const ignored = ({ landing, strewn }: ProjectPlace): string =>
  `${[
    yamlComment('The store: versions and runs'),
    '.hotpass/',
    yamlComment('What runs read: data, no code'),
    ...[`${landing}/`, ...strewn].map((path) => `/${path.replace(/[\\[\]*?]/g, '\\$&').replace(/ $/, '\\ ')}`),
    'node_modules/',
  ].join('\n')}\n`

const manifest = ({ id, title }: DomainDraft, { version }: ProjectPlace): string =>
  `${JSON.stringify(
    {
      name: id.replace(/^[^a-z0-9]+/, '') || 'data',
      version: '0.0.0',
      private: true,
      description: plain(title),
      type: 'module',
      dependencies: { hotpass: version },
    },
    null,
    2,
  )}\n`

const FENCE = '```'

function readme({ id, title, entities, sources }: DomainDraft, { landing, version }: ProjectPlace): string {
  const files = sources.flatMap((source) => source.files.map((file) => `\`${plain(file)}\``))
  return `# ${plain(title)}

From ${files.join(', ')} in \`${plain(landing)}/\` to ${entities.length === 1 ? 'a dataset' : 'datasets'} of ${entities.map(({ dataset }) => dataset).join(', ')}.

${FENCE}sh
npx hotpass run
npx hotpass versions
npx hotpass pull ${entities[0]?.dataset ?? 'items'} --as csv
${FENCE}

| File                       | Says                                                                       |
| -------------------------- | -------------------------------------------------------------------------- |
| \`hotpass.yaml\`             | pipelines, environments, and where files land                              |
| \`domains/${id}/domain.yaml\` | which column is which attribute, of which type, and what is kept of several |

- The next export of a file goes into \`${plain(landing)}/\`; what is there is not read twice. Another file of the same things:
  \`npx hotpass add <file>\`.
- After a change of a domain: \`npx hotpass domain check\`. \`.github/workflows/check.yml\` does it for every change that is proposed.
- On AWS: \`npx hotpass deploy --env dev\`, or \`.github/workflows/deploy.yml\`, which is started by hand.
- Hotpass ${version} is in no registry: \`npm install <path of hotpass-${version}.tgz>\`, and commit the lock file and the tarball with it.
`
}

/** Text of a file's name that Markdown takes as it is. */
const plain = (text: string): string => text.replace(/[\p{Cc}<>[\]`|]/gu, ' ')
