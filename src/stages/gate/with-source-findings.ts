import type { Reason, VerdictWord } from '../../quality/index.ts'
import type { DatasetVerdicts } from './gate-datasets.ts'
import type { SourceFinding } from './source-findings.ts'

/**
 * The verdicts with what was found of the sources, among the checks of their tables; a source that brought nothing is a dataset without
 * rows. What speaks against sources stands before what follows from it in what would be published.
 */
export function withSourceFindings(verdicts: DatasetVerdicts, findings: readonly SourceFinding[]): DatasetVerdicts {
  const reasons = findings.map(({ dataset, check }): Reason => {
    const { id, severity, expected, found } = check
    return {
      dataset,
      id,
      blocks: severity === 'error',
      sentence: `${dataset} (${severity}): ${expected} ${found}`,
    }
  })
  const known = new Set(verdicts.datasets.map(({ id }) => id))
  const own = (dataset: string) => findings.filter((one) => one.dataset === dataset).map(({ check }) => check)
  const judged = verdicts.datasets.map((one) => {
    const checks = own(one.id)
    return checks.length === 0
      ? one
      : { ...one, checks: [...checks, ...one.checks], verdict: worse(one.verdict, wordOf(checks)) }
  })
  const absent = [...new Set(findings.map(({ dataset }) => dataset))]
    .filter((dataset) => !known.has(dataset))
    .map((id): DatasetVerdicts['datasets'][number] => ({
      id,
      kind: 'source',
      title: findings.find(({ dataset }) => dataset === id)?.title ?? id,
      owner: '',
      suite: null,
      rows: 0,
      quarantine: null,
      verdict: wordOf(own(id)),
      checks: own(id),
      metrics: null,
    }))
  const datasets = [...judged, ...absent]
  const sources = new Set(datasets.filter(({ kind }) => kind === 'source').map(({ id }) => id))
  const [ofSources = [], ofPublished = []] = [true, false].map((isSource) =>
    verdicts.reasons.filter(({ dataset }) => sources.has(dataset) === isSource),
  )
  return { ...verdicts, datasets, reasons: [...reasons, ...ofSources, ...ofPublished] }
}

const wordOf = (checks: readonly SourceFinding['check'][]): VerdictWord =>
  checks.some(({ severity }) => severity === 'error') ? 'blocked' : 'warned'

const worse = (one: VerdictWord, other: VerdictWord): VerdictWord =>
  one === 'blocked' || other === 'blocked' ? 'blocked' : other
