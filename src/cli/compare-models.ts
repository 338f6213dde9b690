import { jsonOf } from '../ledger/json-of.ts'
import { keys } from '../ledger/keys.ts'
import type { ModelVersion } from '../models/index.ts'
import { readTraining } from '../models/training-record.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { EXIT } from './exit-codes.ts'
import { fitText } from './fit-text.ts'
import { meantModel } from './meant-model.ts'
import { openedLevels } from './opened-levels.ts'
import { jsonText, plainLines } from './plain-text.ts'
import { table } from './table.ts'

/** Levels whose weight differs by less are left out of what is printed. */
const LEAST_BITS = 0.05

/** Parameters, metrics and weights in which two versions differ, side by side. @throws UsageError, ModelsError */
export async function compareModels(
  store: ObjectStore,
  [first, second]: readonly [string, string],
  options: CommonOptions & PipelineOption,
  io: CliIo,
): Promise<number> {
  const sides = await Promise.all([first, second].map((said) => side(store, said, options.pipeline)))
  const [a, b] = sides as [Side, Side]
  const differences = {
    parameters: differing(a.parameters, b.parameters),
    metrics: differing(a.metrics, b.metrics),
    weights: weightsOf(a, b),
  }
  if (options.json) io.out(`${jsonText({ models: sides.map(({ model }) => model), ...differences })}\n`)
  else io.out(`${fitText(plainLines(describe(a, b, differences, io.outColumns)), io.outColumns)}\n`)
  return EXIT.ok
}

type Value = string | number | boolean
type Differing = Record<string, readonly [Value | null, Value | null]>

interface Side {
  readonly model: ModelVersion
  readonly parameters: Readonly<Record<string, Value>>
  readonly metrics: Readonly<Record<string, number>>
  /** `comparison: label` → bits. */
  readonly weights: ReadonlyMap<string, number>
}

async function side(store: ObjectStore, said: string, pipeline: string | undefined): Promise<Side> {
  const { of, model } = await meantModel(store, said, pipeline)
  const training = await readTraining(store, of, model.run)
  const held = await store.get(keys.model(model.modelId))
  const weights = held === undefined ? new Map<string, number>() : openedLevels(jsonOf(held.body))
  return { model, parameters: training?.parameters ?? {}, metrics: training?.metrics ?? {}, weights }
}

const differing = (a: Readonly<Record<string, Value>>, b: Readonly<Record<string, Value>>): Differing =>
  Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((name) =>
      a[name] === b[name] ? [] : [[name, [a[name] ?? null, b[name] ?? null] as const]],
    ),
  )

function weightsOf(a: Side, b: Side): { level: string; bits: readonly [number | null, number | null] }[] {
  return [...new Set([...a.weights.keys(), ...b.weights.keys()])]
    .map((level) => ({ level, bits: [a.weights.get(level) ?? null, b.weights.get(level) ?? null] as const }))
    .filter(({ bits: [x, y] }) => x === null || y === null || Math.abs(x - y) >= LEAST_BITS)
    .sort((x, y) => gap(y.bits) - gap(x.bits))
}

const gap = ([x, y]: readonly [number | null, number | null]): number =>
  x === null || y === null ? Number.POSITIVE_INFINITY : Math.abs(x - y)

function describe(
  a: Side,
  b: Side,
  {
    parameters,
    metrics,
    weights,
  }: { parameters: Differing; metrics: Differing; weights: ReturnType<typeof weightsOf> },
  columns: number | undefined,
): string {
  const names = [a, b].map(({ model: { dataset, version } }) => `${dataset}/${version}`)
  const rows = (all: Differing) => Object.entries(all).map(([name, values]) => [name, ...values.map(shown)])
  const section = (title: string, body: readonly (readonly string[])[]) =>
    body.length === 0 ? [] : [...table([[title, ...names], ...body], columns), '']
  const lines = [
    ...section('metric', rows(metrics)),
    ...section('parameter', rows(parameters)),
    ...section(
      'weight in bits',
      weights.map(({ level, bits }) => [level, ...bits.map(shown)]),
    ),
  ]
  return lines.length === 0 ? `${names.join(' and ')} differ in nothing that is kept.` : lines.join('\n').trimEnd()
}

const shown = (value: Value | null): string =>
  value === null ? '-' : typeof value !== 'number' || Number.isInteger(value) ? String(value) : value.toPrecision(5)
