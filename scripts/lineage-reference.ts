import { z } from 'zod'
import { type FacetDescription, facetDescriptions } from '../src/lineage/facets/define-facet.ts'
import { lineageExamples } from './lineage-examples.ts'

const PLACES: Readonly<Record<FacetDescription['place'], string>> = {
  run: 'Run facets',
  job: 'Job facets',
  dataset: 'Dataset facets',
  input: 'Input facets',
  output: 'Output facets',
}

/** The reference of lineage events, from the builders: each facet with its fields and one example that its builder made. */
export function lineageReference(notice: string): string {
  const sections = Object.entries(PLACES).map(([place, title]) => {
    const own = facetDescriptions().filter((facet) => facet.place === place)
    return `## ${title}\n\n${own.map(facetSection).join('\n\n')}`
  })
  const intro = [
    'Every event is OpenLineage 2-0-2. Each facet is written in the newest published version of its schema; its builder leaves out fields',
    'that the schema does not declare and refuses values it does not allow. `_producer` and `_schemaURL` stand on each and are left out below.',
  ].join('\n')
  const when = [
    '## When events are sent',
    '',
    '| event | of | when |',
    '| --- | --- | --- |',
    '| `START` | the run | Plan has pinned what it reads |',
    '| `START` | a state, and each source of a Map | before its work |',
    '| `RUNNING` | a state | whenever five minutes of the run pass while it works |',
    '| `COMPLETE` | a state, and each source of a Map | after its work; of a Map when the next state begins |',
    '| `FAIL`, `ABORT` | whatever is under way, then the run | the run failed, was blocked by the gate, timed out or was stopped |',
    '| `COMPLETE` | the run | published, or nothing had changed |',
    '',
    'Jobs: `<state machine>`, `<state machine>.<State>`, `<state machine>.<State>.<source>`, in `aws-sfn://<region>/<account>` or',
    '`aws-sfn://local/local`. Run ids are UUIDs made of the names: the same run has the same ids wherever they are computed.',
  ].join('\n')
  return `# Lineage events\n\n${notice}\n\n${intro}\n\n${when}\n\n${sections.join('\n\n')}\n`
}

function facetSection(facet: FacetDescription): string {
  const { _producer, _schemaURL, ...example } = exampleOf(facet)
  const rows = Object.entries(facet.shape.shape).map(([name, type]) => {
    const optional = type instanceof z.ZodOptional
    return `| \`${name}\` | ${optional ? 'no' : 'yes'} | ${describe(type)} |`
  })
  return [
    `### ${facet.key}`,
    '',
    `${facet.purpose} Schema: \`${facet.name}\` ${facet.version}.`,
    '',
    '| field | required | meaning |',
    '| --- | --- | --- |',
    ...rows,
    '',
    '```json',
    JSON.stringify({ [facet.key]: example }, null, 2),
    '```',
  ].join('\n')
}

const describe = (type: unknown): string =>
  type instanceof z.ZodType ? (type.description ?? (type instanceof z.ZodOptional ? describe(type.unwrap()) : '')) : ''

/** @throws Error for a facet without an example: write one in lineage-examples.ts */
function exampleOf(facet: FacetDescription): Readonly<Record<string, unknown>> {
  const fields = lineageExamples[facet.name]
  if (fields === undefined) throw new Error(`${facet.name} has no example in scripts/lineage-examples.ts`)
  return (facet as unknown as (given: unknown) => Record<string, unknown>)(fields)
}
