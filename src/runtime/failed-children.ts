import type { SFNClient } from '@aws-sdk/client-sfn'
import { z } from 'zod'
import type { DeployedEnvironment } from '../config/deployed-environment.ts'
import { failureMessage } from '../ledger/failure-message.ts'
import type { StageFacts } from '../ledger/stage-facts.ts'
import { shardName } from '../ledger/unfinished-work.ts'
import { STAGES } from '../stages/stage-table.ts'
import { AwsError, ask } from './aws-errors.ts'
import { executionArnOf, openStepFunctions } from './step-functions-runner.ts'

const MOST = 3

/** What a child is started with: the `ItemSelector` of the state machine. */
const childInput = z.looseObject({
  index: z.int().optional(),
  item: z.looseObject({
    index: z.int(),
    file: z.string().optional(),
    sheet: z.string().optional(),
    part: z.int().optional(),
    of: z.int().optional(),
  }),
})

const mapStages = STAGES.filter((stage: StageFacts) => stage.map !== undefined)

/**
 * Lines about the items on which the Maps of a deployed run failed, as their own executions tell it: which item, which limit, what to
 * type. A function that was killed leaves no word in the store, and a Map says only that too many failed. None where no Map failed; where
 * AWS does not answer, or this identity may not look, the lines say so.
 */
export async function failedChildren(deployed: DeployedEnvironment, run: string): Promise<string[]> {
  try {
    const { sentences, more } = await readFailures(
      await openStepFunctions(),
      executionArnOf(deployed.stateMachineArn, run),
      run,
    )
    if (sentences.length === 0) return []
    return ['Items that failed:', ...sentences.map((one) => `  ${one}`), ...(more > 0 ? [`  and ${more} more`] : [])]
  } catch (error) {
    if (error instanceof AwsError) return [`Which items failed cannot be seen: ${error.message}`]
    throw error
  }
}

async function readFailures(client: SFNClient, executionArn: string, run: string) {
  const { DescribeMapRunCommand, ListMapRunsCommand } = await import('@aws-sdk/client-sfn')
  const { mapRuns = [] } = await ask('states:ListMapRuns', () => client.send(new ListMapRunsCommand({ executionArn })))
  const inOrder = [...mapRuns].sort((a, b) => (a.startDate?.getTime() ?? 0) - (b.startDate?.getTime() ?? 0))
  const sentences: string[] = []
  let failed = 0
  for (const [at, { mapRunArn }] of inOrder.entries()) {
    const { itemCounts, status } = await ask('states:DescribeMapRun', () =>
      client.send(new DescribeMapRunCommand({ mapRunArn })),
    )
    const lost = (itemCounts?.failed ?? 0) + (itemCounts?.timedOut ?? 0)
    // Items that a Map tolerated are not what ended the run.
    if (status !== 'FAILED' || lost === 0) continue
    failed += lost
    sentences.push(...(await toldBy(client, mapRunArn, mapStages[at], run)).slice(0, MOST - sentences.length))
  }
  return { sentences, more: failed - sentences.length }
}

async function toldBy(
  client: SFNClient,
  mapRunArn: string | undefined,
  stage: (typeof mapStages)[number] | undefined,
  run: string,
): Promise<string[]> {
  const { DescribeExecutionCommand, ListExecutionsCommand } = await import('@aws-sdk/client-sfn')
  const sentences: string[] = []
  for (const statusFilter of ['FAILED', 'TIMED_OUT'] as const) {
    const { executions = [] } = await ask('states:ListExecutions', () =>
      client.send(new ListExecutionsCommand({ mapRunArn, statusFilter, maxResults: MOST })),
    )
    for (const { executionArn } of executions) {
      const { input, error, cause } = await ask('states:DescribeExecution', () =>
        client.send(new DescribeExecutionCommand({ executionArn })),
      )
      const name = error ?? (statusFilter === 'TIMED_OUT' ? 'States.Timeout' : 'Error')
      const where = whereOf(stage?.name ?? 'An item of a Map', input)
      const said = failureMessage(cause, { error: name, where, size: stage?.size, run })
      sentences.push(said.includes(where) ? said : `${where}: ${said}`)
    }
  }
  return sentences
}

/** `Refine, shard 3 (Reachout.xlsx, sheet "Reachout")`. */
function whereOf(stage: string, input: string | undefined): string {
  try {
    const { item } = childInput.parse(JSON.parse(input ?? ''))
    return `${stage}, ${shardName(item)}`
  } catch {
    return stage
  }
}
