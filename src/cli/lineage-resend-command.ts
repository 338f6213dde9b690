import { LineageConfigurationError } from '../lineage/errors.ts'
import { configuredBackEnds } from '../run/lineage/back-ends.ts'
import { type Delivery, deliver } from '../run/lineage/deliver.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions } from './common-options.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { didYouMean } from './nearest.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainLines } from './plain-text.ts'

interface Sent extends Delivery {
  readonly run: string
}

/** `hotpass lineage resend [RUN]`: delivers the events that back ends do not have yet, in order. Throws `UsageError`. */
export async function lineageResendCommand(
  run: string | undefined,
  options: CommonOptions,
  io: CliIo,
): Promise<number> {
  const store = await openExistingStore(options.store)
  const transports = backEnds(io)
  const runs = await runsWithLineage(store)
  if (run !== undefined && !runs.includes(run))
    throw new UsageError(
      `${store.uri('')} has no lineage of a run "${run}".${didYouMean(run, runs)} List runs with: hotpass runs`,
    )
  const sent: Sent[] = []
  for (const transport of transports) {
    // A back end that takes nothing now takes nothing of the next run either.
    let problem: string | undefined
    for (const one of run === undefined ? runs : [run]) {
      if (io.signal.aborted || problem !== undefined) break
      const delivery = await deliver(store, one, transport, io.signal)
      problem = delivery.problem
      sent.push({ run: one, ...delivery })
      if (delivery.sent > 0 && !options.json) io.err(`${one}: ${delivery.sent} events sent\n`)
    }
    await transport.close?.()
  }
  const failed = sent.some(({ problem }) => problem !== undefined) || io.signal.aborted
  if (options.json) io.out(`${jsonText({ deliveries: sent })}\n`)
  else io.out(`${plainLines(summary(sent, runs.length))}\n`)
  return failed ? EXIT.failed : EXIT.ok
}

function backEnds(io: CliIo) {
  try {
    const found = configuredBackEnds(io.env)
    if (found.length > 0) return found
  } catch (error) {
    if (error instanceof LineageConfigurationError) throw new UsageError(error.message)
    throw error
  }
  throw new UsageError(
    'No OpenLineage back end is configured. Set OPENLINEAGE_URL, or write an openlineage.yml; see docs/how-to/lineage.md.',
  )
}

/** Runs that told anything, oldest key first. */
async function runsWithLineage(store: ObjectStore): Promise<string[]> {
  const runs = new Set<string>()
  for await (const { key } of store.list('runs/')) {
    const run = /^runs\/([^/]+)\/lineage\//.exec(key)?.[1]
    if (run !== undefined) runs.add(run)
  }
  return [...runs]
}

function summary(sent: readonly Sent[], runs: number): string {
  const count = (pick: (one: Sent) => number) => sent.reduce((sum, one) => sum + pick(one), 0)
  const refused = sent.flatMap((one) => one.refused.map((event) => ({ run: one.run, ...event })))
  const lines = [
    `${count((one) => one.sent)} events sent, ${refused.length} refused, ${count((one) => one.left)} left, of ${runs} ${runs === 1 ? 'run' : 'runs'}.`,
  ]
  for (const { run, event, message } of refused.slice(0, 10)) lines.push(`Refused: ${event} of ${run}: ${message}`)
  for (const { problem, type } of sent)
    if (problem !== undefined) lines.push(`Stopped at the ${type} back end: ${problem}`)
  return lines.join('\n')
}
