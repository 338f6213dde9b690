import { LOCAL_FUNCTION, type State, type StateMachineDocument } from './state-machine-file.ts'

export interface InlinedStateMachine {
  readonly document: StateMachineDocument
  /** Task that reads a list → the Map it reads for. */
  readonly readers: ReadonlyMap<string, string>
  /** Child Task → the Map it works in. */
  readonly children: ReadonlyMap<string, string>
}

// A laptop has no fifteen-minute functions; the engine's own default of one minute must not apply either.
const WEEK_SECONDS = 7 * 24 * 3600

/**
 * The same state machine for an engine without ItemReader: in front of each Map that has one stands a Task that
 * reads the list into `$.items`, with the Map's own Catch, and everything that led to the Map leads there.
 * @param concurrency how many items of a Map may be under way at once
 */
export function inlineMaps(document: StateMachineDocument, concurrency: number): InlinedStateMachine {
  const readers = new Map<string, string>()
  const children = new Map<string, string>()
  const detour = new Map<string, string>()
  for (const [name, state] of Object.entries(document.States)) {
    for (const child of Object.keys(state.ItemProcessor?.States ?? {})) children.set(child, name)
    if (state.ItemReader === undefined) continue
    detour.set(name, `${name}.ReadItems`)
    readers.set(`${name}.ReadItems`, name)
  }
  const via = (next: string) => detour.get(next) ?? next
  const States: Record<string, State> = {}
  for (const [name, original] of Object.entries(document.States)) {
    const state = leadThrough(original, via)
    const reader = detour.get(name)
    if (reader === undefined) {
      States[name] = state
      continue
    }
    const { ItemReader, MaxConcurrencyPath: _cloud, ToleratedFailurePercentagePath: _tolerated, ...map } = state
    States[reader] = {
      Type: 'Task',
      Resource: `${LOCAL_FUNCTION}ReadItems`,
      Parameters: ItemReader?.Parameters,
      TimeoutSeconds: WEEK_SECONDS,
      ResultPath: '$.items',
      ...(map.Catch === undefined ? {} : { Catch: map.Catch }),
      Next: name,
    }
    States[name] = { ...map, ItemsPath: '$.items', MaxConcurrency: concurrency }
  }
  const { TimeoutSeconds: _cloudLimit, ...rest } = document
  return { document: { ...rest, StartAt: via(document.StartAt), States }, readers, children }
}

function leadThrough(state: State, via: (next: string) => string): State {
  const led: State = { ...state }
  if (led.Type === 'Task') led.TimeoutSeconds = WEEK_SECONDS
  if (led.Next !== undefined) led.Next = via(led.Next)
  if (led.Default !== undefined) led.Default = via(led.Default)
  if (led.Choices !== undefined) led.Choices = led.Choices.map((choice) => ({ ...choice, Next: via(choice.Next) }))
  if (led.Catch !== undefined) led.Catch = led.Catch.map((catcher) => ({ ...catcher, Next: via(catcher.Next) }))
  if (led.ItemProcessor !== undefined) {
    const inner = Object.entries(led.ItemProcessor.States).map(([name, child]) => [
      name,
      leadThrough(child, (next) => next),
    ])
    led.ItemProcessor = { ...led.ItemProcessor, States: Object.fromEntries(inner) }
  }
  return led
}
