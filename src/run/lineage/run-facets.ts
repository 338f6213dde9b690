import { toldText } from '../../contracts/told-text.ts'
import { ENGINE_NAME, ENGINE_VERSION } from '../../engine/engine-version.ts'
import { lineageIds } from '../../ledger/job-identity.ts'
import type { Plan } from '../../ledger/plan-document.ts'
import {
  errorMessageFacet,
  executionParametersFacet,
  jobDependenciesFacet,
  nominalTimeFacet,
  parentFacet,
  processingEngineFacet,
  runTagsFacet,
} from '../../lineage/facets/run-facets.ts'
import { traceFacet } from '../../lineage/facets/trace-facet.ts'
import type { RunFacets } from '../../lineage/index.ts'
import { LINEAGE_CLIENT_VERSION } from '../../lineage/producer.ts'
import type { Moment, RunKnowledge } from './moment.ts'
import { testsOf } from './quality-facets.ts'
import { isLineageState, LINEAGE_STATES, type LineageState, statesInOrder } from './states.ts'

/** Run facets of an event of the whole run. */
export const wholeRunFacets = (known: RunKnowledge, moment: Moment): RunFacets => ({
  ...sharedFacets(known, moment),
  ...(known.plan === undefined || moment.eventType !== 'START'
    ? {}
    : { executionParameters: parametersOf(known.plan) }),
})

/** Run facets of an event of one state, or of one group of its shards. */
export const stateRunFacets = (
  known: RunKnowledge,
  moment: Moment,
  state: LineageState,
  group: string | undefined,
): RunFacets => ({
  ...sharedFacets(known, moment),
  ...familyFacets(known.run, state, group),
  processing_engine: processingEngineFacet({
    name: ENGINE_NAME,
    version: ENGINE_VERSION,
    openlineageAdapterVersion: LINEAGE_CLIENT_VERSION,
  }),
  ...(moment.verdict === undefined || state !== 'Gate' ? {} : { test: testsOf(moment.verdict) }),
})

function sharedFacets({ plan, run }: RunKnowledge, moment: Moment): RunFacets {
  const environment = process.env.HOTPASS_ENVIRONMENT
  return {
    nominalTime: nominalTimeFacet({ nominalStartTime: plan?.nominalTime ?? moment.eventTime }),
    tags: runTagsFacet({
      tags: [
        { key: 'run', value: run, source: 'HOTPASS' },
        ...(plan === undefined ? [] : [{ key: 'pipeline', value: plan.pipelineId, source: 'HOTPASS' }]),
        ...(environment ? [{ key: 'environment', value: environment, source: 'HOTPASS' }] : []),
      ],
    }),
    ...(moment.trace === undefined ? {} : { hotpass_trace: traceFacet(moment.trace) }),
    ...(moment.message === undefined
      ? {}
      : { errorMessage: errorMessageFacet({ message: toldText(moment.message), programmingLanguage: 'TypeScript' }) }),
  }
}

/** Parent, root, and what runs before and after. */
function familyFacets(run: string, state: LineageState, group: string | undefined): RunFacets {
  const reference = (key?: string) => {
    const { runId, namespace, name } = lineageIds(run, key)
    return { run: { runId }, job: { namespace, name } }
  }
  const parent = parentFacet({ ...reference(group === undefined ? undefined : state), root: reference() })
  if (group !== undefined) return { parent }
  const dependency = (name: LineageState) => ({
    ...reference(name),
    dependency_type: 'DIRECT_INVOCATION' as const,
    sequence_trigger_rule: 'FINISH_TO_START' as const,
    status_trigger_rule: 'EXECUTE_ON_SUCCESS' as const,
  })
  const { before, after } = neighboursOf(state)
  return {
    parent,
    jobDependencies: jobDependenciesFacet({
      upstream: before === undefined ? [] : [dependency(before)],
      downstream: after === undefined ? [] : [dependency(after)],
      trigger_rule: 'ALL_SUCCESS',
    }),
  }
}

/** Its neighbours on the run's way; a state beside the way says what it comes after, and nothing comes after it. */
function neighboursOf(state: LineageState): { before: LineageState | undefined; after: LineageState | undefined } {
  const { after } = LINEAGE_STATES[state]
  if (after !== undefined) return { before: isLineageState(after) ? after : undefined, after: undefined }
  const way = statesInOrder().flatMap(([name, row]) => (row.after === undefined ? [name] : []))
  const at = way.indexOf(state)
  return { before: way[at - 1], after: way[at + 1] }
}

/** Every setting of the run, with the layer it came from. Settings hold no secrets. */
const parametersOf = (plan: Plan) =>
  executionParametersFacet({
    parameters: flattened(plan.domain.configuration).map(([key, value]) => {
      const origin = plan.configuration.origin[key]
      return { key, value, ...(origin === undefined ? {} : { description: `from ${origin}` }) }
    }),
  })

const flattened = (values: object, prefix = ''): [string, string][] =>
  Object.entries(values).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? flattened(value, `${prefix}${key}.`)
      : [[`${prefix}${key}`, typeof value === 'string' ? value : JSON.stringify(value)] as [string, string]],
  )
