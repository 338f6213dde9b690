import type { Engine } from '../engine/engine.ts'
import type {
  LinkageModel,
  LinkageSettings,
  PreparedRecords,
  ShareInterval,
  ThresholdAccuracy,
  ValueFrequencies,
} from '../resolve/index.ts'
import { accuracyByAnswers, teachByAnswers } from '../resolve/training/teach-by-answers.ts'
import { answersOfColumn, type KnownAnswers, readLabels } from './read-labels.ts'

/** What the labels did, as it is told. */
export interface LabelSummary {
  readonly same: number
  readonly different: number
  /** Labels about pairs that no blocking rule makes. */
  readonly not_compared: { readonly same: number; readonly different: number }
  /** How far the labels could move a weight, in bits: 0 where the model foresees them best as it is. */
  readonly spread_bits: number
  /** At the threshold in use, then at others; empty where there are too few labels to hold any out. */
  readonly accuracy: readonly ThresholdAccuracy[]
}

export interface GivenLabels {
  readonly labels?: string
  readonly labelColumn?: string
  /** Where `link_record` has that column; null: under its own name. */
  readonly heldIn: string | null
  /** How rare values are, as the pairs will be weighed. */
  readonly frequencies?: ValueFrequencies | undefined
}

export interface TaughtByLabels {
  readonly model: LinkageModel
  /** What clustering has to hold to. */
  readonly held: Partial<Pick<KnownAnswers, 'mustLink' | 'cannotLink'>>
  /** The settings, with what the labels say of which rows cannot be one. */
  readonly settings: LinkageSettings
  readonly notes: readonly string[]
  /** Needs `link_score`. */
  accuracy(threshold: number): Promise<readonly ThresholdAccuracy[]>
  summary(accuracy: readonly ThresholdAccuracy[]): { readonly labels?: LabelSummary }
}

/**
 * Corrects a trained model by `--labels` or `--label-column`, if either was given. Needs `link_record` and `link_pair`.
 * @throws UsageError
 */
export async function taughtByLabels(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
  model: LinkageModel,
  { labels, labelColumn, heldIn, frequencies }: GivenLabels,
): Promise<TaughtByLabels> {
  if (labels === undefined && labelColumn === undefined)
    return { model, held: {}, settings, notes: [], accuracy: async () => [], summary: () => ({}) }
  const known =
    labels !== undefined
      ? await readLabels(engine, labels, records)
      : await answersOfColumn(engine, labelColumn ?? '', heldIn ?? undefined)
  const taught = await teachByAnswers(engine, settings, records, model, known.answers, { frequencies })
  const same = known.answers.filter(({ isMatch }) => isMatch).length
  return {
    model: taught.model,
    held: { mustLink: known.mustLink, cannotLink: known.cannotLink },
    settings: {
      ...settings,
      options: {
        ...settings.options,
        contradicting_columns: [...settings.options.contradicting_columns, ...known.contradicting],
      },
    },
    notes: known.notes,
    accuracy: (threshold) => accuracyByAnswers(engine, taught, threshold),
    summary: (accuracy) => ({
      labels: {
        ...{ same, different: known.answers.length - same, not_compared: taught.uncompared },
        ...{ spread_bits: taught.spreadBits, accuracy },
      },
    }),
  }
}

/** The same as lines for people. */
export function labelLines(summary: LabelSummary | undefined): string[] {
  if (summary === undefined) return []
  const { same, different, not_compared: outside, spread_bits: spread, accuracy } = summary
  const [used] = accuracy
  const taught =
    used === undefined
      ? 'too few to correct the model or to measure it (20 are needed, and 3 of each kind)'
      : spread === 0
        ? 'the model foresees them best as it is'
        : 'the model was corrected'
  const share = (name: string, { estimate, low, high }: ShareInterval) =>
    `${name} ${estimate.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`
  return [
    `Labels: ${same} pairs that are one, ${different} that are not; ${taught}.`,
    ...(outside.same > 0
      ? [`${outside.same} pairs that are one are made by no blocking rule: without their labels they would be missed.`]
      : []),
    ...(used === undefined
      ? []
      : [
          `By labels that were held out: ${share('precision', used.precision)}, ${share('recall', used.recall)} of compared pairs.`,
        ]),
  ]
}
