import type { Contract } from '../contracts/index.ts'
import { sqlName, sqlText } from '../engine/sql.ts'
import type { GateCheck } from './decide-verdict.ts'
import { emptyState } from './judge-suite.ts'
import type { ShardStates } from './metrics/measure.ts'
import { type Metric, metricName } from './metrics/metric.ts'
import type { StateOf } from './metrics/state.ts'
import { rowsOf } from './phrases.ts'

const DAY = 86_400_000

type Counts = Metric & { readonly kind: 'counts' }

/** Rows that hold something personal, and those among them whose consent is not known to be granted. */
function consentCounts({ fields, consent }: Contract): Counts | undefined {
  if (consent === null) return undefined
  const present = fields
    .filter(({ pii }) => pii !== 'none')
    .map(({ name }) => `${sqlName(name)} IS NOT NULL`)
    .join(' OR ')
  const granted = consent.granted.map((word) => sqlText(word.trim().toLowerCase())).join(', ') || "''"
  const given = `coalesce(lower(trim(${sqlName(consent.field)}::VARCHAR)) IN (${granted}), false)`
  return { kind: 'counts', conditions: [`(${present})`, `(${present}) AND NOT ${given}`] }
}

const oldestDay = (days: number, nominalTime: string): string =>
  new Date(Date.parse(nominalTime) - days * DAY).toISOString().slice(0, 10)

/** Rows whose day is too long ago, and those whose day is not there or is none. */
function retentionCounts({ retention }: Contract, nominalTime: string): Counts | undefined {
  if (retention === null || retention.field === null) return undefined
  const day = `try_cast(left(trim(${sqlName(retention.field)}::VARCHAR), 10) AS DATE)`
  const oldest = `DATE ${sqlText(oldestDay(retention.days, nominalTime))}`
  return { kind: 'counts', conditions: [`coalesce(${day} < ${oldest}, false)`, `${day} IS NULL`] }
}

/** Text whose field is said to be about nobody, and which is therefore masked nowhere by its class. */
const openTexts = ({ fields }: Contract) =>
  ({
    kind: 'personal_text',
    columns: fields
      .filter(
        ({ pii, type, primaryKey }) => pii === 'none' && (type === 'string' || type === 'list<string>') && !primaryKey,
      )
      .map(({ name }) => name),
  }) as const

const isPersonal = ({ fields }: Contract): boolean => fields.some(({ pii }) => pii !== 'none')
const needsConsent = (contract: Contract): boolean => contract.lawfulBasis === 'consent' && isPersonal(contract)

/** What a shard is asked for `privacyChecks`. */
export function privacyRequests(contract: Contract, nominalTime: string): Metric[] {
  const consent = needsConsent(contract) ? consentCounts(contract) : undefined
  const asked: (Metric | undefined)[] = [consent, retentionCounts(contract, nominalTime), openTexts(contract)]
  return asked.filter((metric) => metric !== undefined)
}

/**
 * What a contract says of personal data, held against the rows: a lawful basis, consent where that is the basis, retention, and no
 * e-mails, phones or identity numbers in text that is said to be about nobody. Consent is asked for only where the lawful basis is
 * consent (POPIA section 11, GDPR article 6). It fails closed: a consent that is missing, or a word that is not known to grant it, is none.
 * @param states the merged states of `privacyRequests`; without any the dataset has no rows.
 */
export function privacyChecks(contract: Contract, states: ShardStates, nominalTime: string): GateCheck[] {
  const stateOf = <M extends Metric>(metric: M) =>
    (states[metricName(metric)] ?? emptyState(metric)) as StateOf<M['kind']>
  const checks: GateCheck[] = []
  if (isPersonal(contract)) checks.push(basisCheck(contract))
  if (needsConsent(contract)) {
    const asked = consentCounts(contract)
    checks.push(consentCheck(asked === undefined ? undefined : stateOf(asked).counts))
  }
  const old = retentionCounts(contract, nominalTime)
  if (old !== undefined) checks.push(retentionCheck(contract, nominalTime, stateOf(old).counts))
  const open = openTexts(contract)
  if (open.columns.length > 0) checks.push(strayCheck(stateOf(open).found))
  return checks
}

const basisCheck = ({ lawfulBasis, fields }: Contract): GateCheck => ({
  id: 'lawful_basis',
  severity: 'error',
  outcome: lawfulBasis === 'none' ? 'failed' : 'passed',
  expected: 'Personal data has a lawful basis.',
  found:
    lawfulBasis === 'none'
      ? `${fields.filter(({ pii }) => pii !== 'none').length} fields are personal, and the contract names no lawful basis.`
      : `It is ${lawfulBasis.replaceAll('_', ' ')}.`,
})

function consentCheck(counts: readonly number[] | undefined): GateCheck {
  const about = { id: 'consent', severity: 'error', expected: 'Everybody whose data is used has consented.' } as const
  if (counts === undefined)
    return { ...about, outcome: 'failed', found: 'The contract names no field that says who has.' }
  const [people = 0, missing = 0] = counts
  return {
    ...about,
    outcome: missing > 0 ? 'failed' : 'passed',
    found:
      missing > 0
        ? `${rowsOf(missing)} of ${rowsOf(people)} with personal data have no granted consent.`
        : 'They have.',
  }
}

function retentionCheck({ retention }: Contract, nominalTime: string, counts: readonly number[]): GateCheck {
  const { days, field } = retention as NonNullable<Contract['retention']>
  const [old = 0, undated = 0] = counts
  return {
    id: 'retention',
    severity: 'warning',
    outcome: old > 0 ? 'failed' : 'passed',
    expected: `No row is kept longer than ${days} days after its ${field}.`,
    found:
      old > 0
        ? `${rowsOf(old)} ${old === 1 ? 'is' : 'are'} older than ${oldestDay(days, nominalTime)}.`
        : `None of those with a date is; ${rowsOf(undated)} have none.`,
  }
}

function strayCheck(found: StateOf<'personal_text'>['found']): GateCheck {
  const told = Object.entries(found).map(
    ([name, kinds]) => `${name} (${kinds.map((kind) => kind.replace('_', ' ')).join(', ')})`,
  )
  return {
    id: 'personal_data_in_text',
    severity: 'info',
    outcome: told.length > 0 ? 'failed' : 'passed',
    expected: 'Fields without personal data hold none.',
    found:
      told.length > 0
        ? `Found in ${told.join('; ')}. It is masked where it is shown; class the field, or clean it at the source.`
        : 'None was found.',
  }
}
