import type { DomainDraft } from './draft.ts'
import { renderDomain } from './render-domain.ts'
import { yamlComment, yamlText } from './yaml-text.ts'

/** Columns that a run reads when its settings say nothing. */
const USUAL_WIDTH = 150

/** A project's files by their paths: the domain, a pipeline that runs it, what a person reads first. */
export function renderProject(draft: DomainDraft): Readonly<Record<string, string>> {
  const { id, title, entities, width } = draft
  const settings = width <= USUAL_WIDTH ? [] : ['settings:', '  ingest:', `    max_columns: ${width + 50}`]
  return {
    [`domains/${id}/domain.yaml`]: renderDomain(draft),
    [`pipelines/${id}.yaml`]: `${[
      yamlComment('What a run reads and publishes. `hotpass run` takes this file.'),
      `id: ${yamlText(id)}`,
      `description: ${yamlText(`${title}: ${entities.map(({ dataset }) => dataset).join(', ')}`)}`,
      `domain: ../domains/${id}`,
      ...settings,
    ].join('\n')}\n`,
    'README.md': readme(draft),
    '.gitignore': `${yamlComment('The store: versions, runs and what lies in landing/')}\n.hotpass/\n`,
  }
}

const FENCE = '```'

function readme({ id, title, entities, sources }: DomainDraft): string {
  const files = sources.flatMap((source) => source.files.map((file) => `"${plain(file)}"`))
  return `# ${plain(title)}

From the files ${files.join(', ')} to one dataset each of ${entities.map(({ dataset }) => dataset).join(', ')}.

${FENCE}sh
hotpass run pipelines/${id}.yaml --landing .
hotpass versions
hotpass pull ${entities[0]?.dataset ?? 'items'} --as csv
${FENCE}

What is read, of which type, and what is kept of it: [domain.yaml](domains/${id}/domain.yaml). Another file of the same
things: \`hotpass add <file>\`.
`
}

/** Text of a file's name that Markdown takes as it is. */
const plain = (text: string): string => text.replace(/[\p{Cc}<>[\]`]/gu, ' ')
