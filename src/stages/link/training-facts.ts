import type { Engine } from '../../engine/engine.ts'
import type { PinnedLinkage } from '../../ledger/pinned-linkage.ts'
import { comparedBy } from '../../ledger/promoted-model.ts'
import type { TrainingFacts } from '../../ledger/works/resolve-work.ts'
import type { LinkageModel } from '../../resolve/training/linkage-model.ts'
import type { LinkedRecords } from './link-records.ts'
import type { ResolveInputs } from './resolve-inputs.ts'

/**
 * What a model was made of and with, in texts and numbers, and what came of it. Expected precision and recall are what the model itself
 * thinks of its pairs, from 0 to 1: no truth is known. Needs table `link_score`.
 */
export async function trainingFacts(
  engine: Engine,
  { linkage, config }: Pick<ResolveInputs, 'linkage' | 'config'>,
  { prepared, model, matchBits, reviewBits, clusters }: LinkedRecords,
): Promise<TrainingFacts> {
  const [sums] = await engine.rows<Record<'pairs' | 'links' | 'review' | 'linked' | 'expected', number>>(
    `SELECT count(*) AS pairs, count(*) FILTER (is_link) AS links,
       count(*) FILTER (NOT is_link AND match_weight >= ${reviewBits}) AS review,
       coalesce(sum(p) FILTER (is_link), 0) AS linked, coalesce(sum(p), 0) AS expected
     FROM (SELECT match_weight, match_weight >= ${matchBits} AS is_link, 1 / (1 + pow(2.0, -match_weight)) AS p FROM link_score)`,
  )
  const { pairs = 0, links = 0, review = 0, linked = 0, expected = 0 } = sums ?? {}
  return {
    comparedBy: comparedBy(linkage),
    parameters: {
      ...parametersOf(linkage),
      linkage_model: config.linkage_model,
      train_records: config.train_records,
      match_probability: config.match_probability,
      review_probability: config.review_probability,
    },
    metrics: {
      records: prepared.rows,
      possible_pairs: prepared.possiblePairs,
      pairs,
      links,
      review,
      entities: new Set(clusters.clusterOf).size,
      cuts: clusters.cuts.length,
      ...(links === 0 ? {} : { expected_precision: linked / links }),
      ...(expected === 0 ? {} : { expected_recall: linked / expected }),
      ...trainingMetrics(model.model),
    },
  }
}

const parametersOf = ({ hash, numbersHash, settings }: PinnedLinkage): TrainingFacts['parameters'] => ({
  settings: hash,
  numbers: numbersHash,
  link_type: settings.linkType,
  comparisons: settings.comparisons.map(({ name }) => name).join(', '),
  blocking_rules: settings.rules.length,
  seed: settings.options.seed,
  recall: settings.options.recall,
  em_convergence: settings.document.em_convergence,
  max_iterations: settings.document.max_iterations,
})

/** What the training says of itself. */
function trainingMetrics({ prior, training }: LinkageModel): Record<string, number> {
  const used = training.passes.filter(({ left_out }) => left_out === null)
  const last = used.at(-1)
  return {
    prior,
    passes: training.passes.length,
    passes_used: used.length,
    em_iterations: training.passes.reduce((sum, { iterations }) => sum + iterations, 0),
    ...(last === undefined ? {} : { matches: last.matches }),
  }
}
