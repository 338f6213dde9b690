import { ExecutionAbortedError, StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions'
import { failureMessage } from '../ledger/failure-message.ts'
import { localExecutionId } from '../run/lease/execution-state.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { PayloadTooLargeError, RemoteStageError } from './errors.ts'
import { createEventChannel, type EventChannel } from './event-channel.ts'
import { type InlinedStateMachine, inlineMaps } from './inline-maps.ts'
import { isJsonObject, type Json, type JsonObject, throughJson } from './json.ts'
import { readItems } from './read-items.ts'
import type { RunnerEvent } from './runner-event.ts'
import { type State, type StateMachineDocument, stageOf } from './state-machine-file.ts'
import type { RunOutcome, StateMachineRun } from './state-machine-run.ts'
import type { Batch, TaskHandler } from './task-call.ts'
import { translateLog } from './translate-log.ts'

export interface EmbeddedRunOptions {
  readonly document: StateMachineDocument
  /** The execution's name. */
  readonly run: string
  readonly input: JsonObject
  /** Where item lists are read. */
  readonly store: ObjectStore
  readonly handle: TaskHandler
  /** How many items of a Map may be under way at once. */
  readonly concurrency: number
  readonly signal?: AbortSignal
  /** Replaces every pause, before a retry and for a turn, in milliseconds. */
  readonly retryDelayMs?: number
}

const PAYLOAD_LIMIT_BYTES = 262_144

/** Starts a state machine on this machine with real Retry, Catch, Choice and Map. Item calls of a failed Map are called off. */
export function startEmbeddedRun(options: EmbeddedRunOptions): StateMachineRun {
  const events = createEventChannel<RunnerEvent>()
  return { events, outcome: execute(options, events).finally(() => events.end()) }
}

async function execute(options: EmbeddedRunOptions, events: EventChannel<RunnerEvent>): Promise<RunOutcome> {
  if (options.signal?.aborted) return { kind: 'aborted', endedIn: '' }
  const machine = inlineMaps(options.document, options.concurrency)
  const calls = createHandlers(options, machine, events)
  // A test validates the file; every run would pay again for what cannot have changed.
  const engine = new StateMachine(machine.document as unknown as StateMachineDefinition, {
    validationOptions: { noValidate: true },
  })
  const execution = engine.run(options.input, {
    context: {
      Execution: { Name: options.run, Id: localExecutionId(), StartTime: new Date().toISOString() },
    },
    overrides: {
      taskResourceLocalHandlers: calls.handlers,
      ...(options.retryDelayMs === undefined
        ? {}
        : {
            retryIntervalOverrides: everyState(machine, options.retryDelayMs),
            waitTimeOverrides: everyState(machine, options.retryDelayMs),
          }),
    },
  })
  const stop = () => {
    calls.abort()
    execution.abort()
  }
  options.signal?.addEventListener('abort', stop, { once: true })
  const log = translateLog(execution.eventLogs, machine, {
    emit: (event) => events.push(event),
    mapFailed: calls.abortBatch,
    outputOf: calls.outputOf,
  })
  try {
    const output = throughJson(await execution.result)
    return { kind: 'succeeded', endedIn: (await log.done()).endedIn, output }
  } catch (error) {
    const { endedIn } = await log.done()
    if (error instanceof ExecutionAbortedError) return { kind: 'aborted', endedIn }
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return cause instanceof Error
      ? { kind: 'failed', endedIn, error: cause.name, cause: cause.message }
      : { kind: 'failed', endedIn, error: 'Error', cause: String(cause) }
  } finally {
    options.signal?.removeEventListener('abort', stop)
    calls.abort()
    await calls.settled()
  }
}

const everyState = (machine: InlinedStateMachine, ms: number): Record<string, number> =>
  Object.fromEntries([...Object.keys(machine.document.States), ...machine.children.keys()].map((name) => [name, ms]))

interface Handlers {
  readonly handlers: Record<string, (input: Json) => Promise<Json>>
  abort(): void
  abortBatch(map: string): void
  /** What a Task outside a Map said last; null for any other state. */
  outputOf(state: string): Json
  settled(): Promise<void>
}

function createHandlers(
  options: EmbeddedRunOptions,
  machine: InlinedStateMachine,
  events: EventChannel<RunnerEvent>,
): Handlers {
  const batches = new Map<string, { batch: Batch; done: number; controller: AbortController }>()
  const root = new AbortController()
  const underWay = new Set<Promise<unknown>>()
  const outputs = new Map<string, Json>()
  const handlers: Handlers['handlers'] = {}

  const readList = (map: string) => async (input: Json) => {
    const key = isJsonObject(input) ? String(input.Key) : ''
    const items = await readItems(options.store, key)
    const batch = {
      state: map,
      items: items.length,
      bytes: items.reduce<number>((sum, item) => sum + bytesOf(item), 0),
    }
    batches.set(map, { batch, done: 0, controller: new AbortController() })
    events.push({ type: 'items', state: map, count: batch.items, bytes: batch.bytes, at: Date.now() })
    return items
  }

  const call = (name: string, state: State) => {
    const stage = stageOf(state)
    const map = machine.children.get(name)
    return async (input: Json) => {
      const current = map === undefined ? undefined : batches.get(map)
      const shown = map ?? name
      const index = isJsonObject(input) && typeof input.index === 'number' ? input.index : undefined
      const work = options.handle({
        state: name,
        stage,
        payload: limited(name, throughJson(input)),
        ...(current === undefined ? {} : { batch: current.batch }),
        signal: current === undefined ? root.signal : AbortSignal.any([root.signal, current.controller.signal]),
        progress: (event) =>
          events.push({
            type: 'progress',
            state: shown,
            ...(current === undefined || index === undefined ? {} : { index }),
            progress: throughJson(event),
            at: Date.now(),
          }),
      })
      underWay.add(work)
      try {
        const output = limited(name, throughJson(await work))
        if (current === undefined) outputs.set(name, output)
        else {
          current.done += 1
          const { done, batch } = current
          events.push({
            type: 'item-done',
            state: shown,
            index: index ?? 0,
            done,
            total: batch.items,
            output,
            at: Date.now(),
          })
        }
        return output
      } catch (error) {
        throw toldBySentence(error, shown)
      } finally {
        underWay.delete(work)
      }
    }
  }

  for (const [reader, map] of machine.readers) handlers[reader] = readList(map)
  for (const [name, state] of allTasks(machine.document)) handlers[name] ??= call(name, state)
  return {
    handlers,
    abort: () => root.abort(),
    abortBatch: (map) => batches.get(map)?.controller.abort(),
    outputOf: (state) => outputs.get(state) ?? null,
    settled: async () => void (await Promise.allSettled(underWay)),
  }
}

function allTasks(document: StateMachineDocument): [string, State][] {
  return Object.entries(document.States).flatMap(([name, state]) => [
    ...(state.Type === 'Task' ? [[name, state] as [string, State]] : []),
    ...(state.ItemProcessor === undefined ? [] : allTasks(state.ItemProcessor)),
  ])
}

/** The engine's log and its Catch take an error's cause for what it says, so what they get has none. */
const toldBySentence = (error: unknown, state: string): Error => {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
  return new RemoteStageError(name, failureMessage(message, { error: name, where: state }), stack)
}

const bytesOf = (item: Json): number => (isJsonObject(item) && typeof item.bytes === 'number' ? item.bytes : 0)

function limited(state: string, payload: Json): Json {
  const bytes = Buffer.byteLength(JSON.stringify(payload))
  if (bytes > PAYLOAD_LIMIT_BYTES) throw new PayloadTooLargeError(state, bytes)
  return payload
}
