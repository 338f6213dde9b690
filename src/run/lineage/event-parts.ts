import { z } from 'zod'
import { keys } from '../../ledger/keys.ts'
import type { RunEvent } from '../../lineage/index.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import type { LineageState } from './states.ts'
import { LINEAGE_STATES } from './states.ts'

/** A phase of a state, or of the run itself. */
export type Phase = '0-start' | '9-end' | `5-running-${string}`

const orderOf = (state: LineageState | 'Run', phase: Phase): number =>
  state === 'Run' ? (phase === '0-start' ? 5 : 990) : LINEAGE_STATES[state].order

const eventTime = z.object({ eventTime: z.string() })

const stateIn = (key: string): string | undefined => /\/\d+-([^/-]+)-[^/]*$/.exec(key)?.[1]

/**
 * A run's events as they are kept: one write-once object a phase, whose keys sort in the order in which the events go out.
 * Whoever writes a phase first has told it; a retry, a second delivery or a late ending changes nothing.
 */
export class EventParts {
  readonly #store: ObjectStore
  readonly #run: string

  constructor(store: ObjectStore, run: string) {
    this.#store = store
    this.#run = run
  }

  key(state: LineageState | 'Run', phase: Phase): string {
    return keys.lineagePart(this.#run, orderOf(state, phase), state, phase)
  }

  /** @returns whether this call told the phase; false when it had been told */
  async write(state: LineageState | 'Run', phase: Phase, events: readonly RunEvent[]): Promise<boolean> {
    const text = events.map((event) => `${JSON.stringify(event)}\n`).join('')
    return (await this.#store.create(this.key(state, phase), text)) !== 'exists'
  }

  /** When a phase happened, as it was told; undefined when it was not. */
  async toldAt(state: LineageState | 'Run', phase: Phase): Promise<string | undefined> {
    const [first = ''] = (await this.text(this.key(state, phase))).split('\n', 1)
    return first === '' ? undefined : eventTime.parse(JSON.parse(first)).eventTime
  }

  async has(state: LineageState | 'Run', phase: Phase): Promise<boolean> {
    return (await this.#store.get(this.key(state, phase))) !== undefined
  }

  /** Keys that are there, in order. */
  async list(): Promise<string[]> {
    const found: string[] = []
    for await (const { key } of this.#store.list(keys.lineageParts(this.#run))) found.push(key)
    return found
  }

  /**
   * All parts of an ended run as one document, for people and tools that read a run's lineage as a file. A function that was already on
   * its way when the run was stopped may open its state after all others were closed: of such a state nothing is told.
   */
  async join(): Promise<void> {
    const texts: string[] = []
    const there = await this.list()
    const ended = new Set(there.filter((key) => key.includes('-9-end')).map(stateIn))
    for (const key of there) if (ended.has(stateIn(key))) texts.push(await this.text(key))
    await this.#store.put(keys.events(this.#run), texts.join(''))
  }

  async text(key: string): Promise<string> {
    const part = await this.#store.get(key)
    return part === undefined ? '' : new TextDecoder().decode(part.body)
  }
}
