import { type Contract, findPersonalData } from '../contracts/index.ts'
import type { Engine } from '../engine/engine.ts'
import { sqlName, sqlText } from '../engine/sql.ts'
import type { GateCheck } from './decide-verdict.ts'
import { rowsOf } from './phrases.ts'

const DAY = 86_400_000
/** Texts of a field that are looked at: enough to find a column that holds addresses. */
const SAMPLE = 2000

/** What DuckDB looks for before the checksums and lengths are asked about: cheap, and finds too much. */
const SUSPECT = '[^@\\s]@[^@\\s]+\\.|\\d[\\d ().-]{7,}\\d'

/**
 * What a contract says of personal data, held against the rows: a lawful basis, consent where that is the basis, retention, and no
 * e-mails, phones or identity numbers in text that is said to be about nobody. Consent is asked for only where the lawful basis is
 * consent (POPIA section 11, GDPR article 6). It fails closed: a consent that is missing, or a word that is not known to grant it, is none.
 */
export async function privacyChecks(options: {
  readonly engine: Engine
  /** SQL of the dataset's rows. */
  readonly table: string
  readonly contract: Contract
  readonly nominalTime: string
}): Promise<GateCheck[]> {
  const { contract } = options
  const personal = contract.fields.filter(({ pii }) => pii !== 'none')
  const checks: GateCheck[] = []
  if (personal.length > 0)
    checks.push({
      id: 'lawful_basis',
      severity: 'error',
      outcome: contract.lawfulBasis === 'none' ? 'failed' : 'passed',
      expected: 'Personal data has a lawful basis.',
      found:
        contract.lawfulBasis === 'none'
          ? `${personal.length} fields are personal, and the contract names no lawful basis.`
          : `It is ${contract.lawfulBasis.replaceAll('_', ' ')}.`,
    })
  if (contract.lawfulBasis === 'consent' && personal.length > 0) checks.push(await consentCheck(options, personal))
  if (contract.retention !== null && contract.retention.field !== null)
    checks.push(await retentionCheck(options, contract.retention.days, contract.retention.field))
  const stray = await strayCheck(options)
  return stray === undefined ? checks : [...checks, stray]
}

type Options = Parameters<typeof privacyChecks>[0]

async function consentCheck({ engine, table, contract }: Options, personal: Contract['fields']): Promise<GateCheck> {
  const { consent } = contract
  const about = {
    id: 'consent',
    severity: 'error',
    expected: 'Everybody whose data is published has consented.',
  } as const
  if (consent === null) return { ...about, outcome: 'failed', found: 'The contract names no field that says who has.' }
  const present = personal.map(({ name }) => `${sqlName(name)} IS NOT NULL`).join(' OR ')
  const granted = consent.granted.map((word) => sqlText(word.trim().toLowerCase())).join(', ') || "''"
  const [row] = await engine.rows<{ people: number; missing: number }>(
    `SELECT count(*) FILTER (${present}) AS people,
       count(*) FILTER ((${present}) AND NOT coalesce(lower(trim(${sqlName(consent.field)}::VARCHAR)) IN (${granted}), false)) AS missing
     FROM ${table}`,
  )
  const missing = row?.missing ?? 0
  return {
    ...about,
    outcome: missing > 0 ? 'failed' : 'passed',
    found:
      missing > 0
        ? `${rowsOf(missing)} of ${rowsOf(row?.people ?? 0)} with personal data have no granted consent.`
        : 'They have.',
  }
}

async function retentionCheck(
  { engine, table, nominalTime }: Options,
  days: number,
  field: string,
): Promise<GateCheck> {
  const oldest = new Date(Date.parse(nominalTime) - days * DAY).toISOString().slice(0, 10)
  const [row] = await engine.rows<{ old: number; undated: number }>(
    `SELECT count(*) FILTER (${sqlName(field)}::VARCHAR < ${sqlText(oldest)}) AS old, count(*) FILTER (${sqlName(field)} IS NULL) AS undated FROM ${table}`,
  )
  const old = row?.old ?? 0
  return {
    id: 'retention',
    severity: 'warning',
    outcome: old > 0 ? 'failed' : 'passed',
    expected: `No row is kept longer than ${days} days after its ${field}.`,
    found:
      old > 0
        ? `${rowsOf(old)} are older than ${oldest}.`
        : `None of those with a date is; ${rowsOf(row?.undated ?? 0)} have none.`,
  }
}

/** Personal data in text whose field is said to be about nobody, and which is therefore masked nowhere by its class. */
async function strayCheck({ engine, table, contract }: Options): Promise<GateCheck | undefined> {
  const fields = contract.fields.filter(
    ({ pii, type, primaryKey }) => pii === 'none' && type === 'string' && !primaryKey,
  )
  if (fields.length === 0) return undefined
  const found: string[] = []
  for (const { name } of fields) {
    const rows = await engine.rows<{ value: string }>(
      `SELECT ${sqlName(name)} AS value FROM ${table} WHERE regexp_matches(${sqlName(name)}, ${sqlText(SUSPECT)}) LIMIT ${SAMPLE}`,
    )
    const kinds = new Set(
      rows.flatMap(({ value }) => findPersonalData(value).map(({ kind }) => kind.replace('_', ' '))),
    )
    if (kinds.size > 0) found.push(`${name} (${[...kinds].sort().join(', ')})`)
  }
  return {
    id: 'personal_data_in_text',
    severity: 'info',
    outcome: found.length > 0 ? 'failed' : 'passed',
    expected: 'Fields without personal data hold none.',
    found:
      found.length > 0
        ? `Found in ${found.join('; ')}. It is masked where it is shown; class the field, or clean it at the source.`
        : 'None was found.',
  }
}
