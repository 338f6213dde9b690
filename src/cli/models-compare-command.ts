import { type ChallengerDocument, readChallengers } from '../ledger/challenger-document.ts'
import { keys } from '../ledger/keys.ts'
import type { ChallengerComparison, DifferingPair } from '../ledger/works/challenger-work.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { compareModels } from './compare-models.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { fitText } from './fit-text.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainLines } from './plain-text.ts'
import { meantRun } from './run-meant.ts'
import { table } from './table.ts'

export interface ModelsCompareOptions extends CommonOptions, PipelineOption {
  readonly run?: string
}

/** `hotpass models compare`: how the challenger did beside the model in use, in the newest run that scored one; or two versions, number by number. */
export async function modelsCompareCommand(
  versions: readonly string[],
  options: ModelsCompareOptions,
  io: CliIo,
): Promise<number> {
  const store = await openExistingStore(options.store)
  const [first, second, ...more] = versions
  if (first !== undefined && second !== undefined && more.length === 0)
    return compareModels(store, [first, second], options, io)
  if (first !== undefined)
    throw new UsageError(
      'Name two versions, or none for the challenger: hotpass models compare organizations/3 organizations@champion',
    )
  const found = await challengersOf(store, options)
  if (options.json) io.out(`${jsonText(found)}\n`)
  else io.out(`${fitText(plainLines(describe(found, io.outColumns)), io.outColumns)}\n`)
  return EXIT.ok
}

async function challengersOf(store: ObjectStore, { run, pipeline }: ModelsCompareOptions): Promise<ChallengerDocument> {
  const meant = await meantRun(store, run, pipeline, (one, left) => left.includes(keys.challengers(one)))
  const found = meant === undefined ? undefined : await readChallengers(store, meant.run)
  if (found !== undefined) return found
  throw new UsageError(
    `${run === undefined || run === 'latest' ? 'No run has scored a challenger yet' : `${run} scored no challenger`}. Name one, and run: hotpass models promote <version> --alias challenger --why '…'`,
  )
}

function describe({ run, entities }: ChallengerDocument, columns: number | undefined): string {
  return entities
    .flatMap(({ dataset, used, outcome }) => {
      const inUse = used.version === null ? `the ${used.origin} model` : `version ${used.version}`
      const head = `${dataset}: challenger version ${outcome.challenger.version} beside ${inUse}, run ${run}`
      return outcome.kind === 'failed'
        ? [head, `It was not scored: ${outcome.message}`, '']
        : [head, '', ...numbers(outcome, columns), '', ...outcome.examples.flatMap((one) => example(one, columns))]
    })
    .join('\n')
    .trimEnd()
}

const numbers = ({ pairs, review, entities }: ChallengerComparison, columns: number | undefined): string[] =>
  table(
    [
      ['', 'in use', 'challenger'],
      ['pairs linked', pairs.both + pairs.onlyUsed, pairs.both + pairs.onlyChallenger],
      ['linked by it alone', pairs.onlyUsed, pairs.onlyChallenger],
      ['wait for a person', review.used, review.challenger],
      ['entities', entities.used, entities.challenger],
      ['entities that it alone has', entities.lost, entities.gained],
    ],
    columns,
  )

function example(
  { linkedBy, left, right, usedWeight, challengerWeight, values }: DifferingPair,
  columns: number | undefined,
) {
  const rows = Object.entries(values).filter(([, [a, b]]) => a !== null || b !== null)
  return [
    `${left} and ${right}: only ${linkedBy === 'used' ? 'the model in use' : 'the challenger'} links them (${usedWeight.toFixed(2)} bits in use, ${challengerWeight.toFixed(2)} by the challenger)`,
    ...table(
      rows.map(([column, [a, b]]) => [`  ${column}`, a ?? '', b ?? '']),
      columns,
    ),
    '',
  ]
}
