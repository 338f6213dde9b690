import { canonicalJson } from '../../storage/canonical-json.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { sha256 } from '../../storage/sha256.ts'
import { parseReadmission, type ReadmissionDecision } from './readmission-decision.ts'

type Sheets = ReadmissionDecision['sheets']

/**
 * Where a decision about rows is kept. It is named by what is corrected: the same file handed in twice, or by two people at once, is one
 * decision. Where a later decision says otherwise of one of its rows, saying the same again is a new one, which stands after that.
 */
export async function decisionKey(store: ObjectStore, pipeline: string, run: string, sheets: Sheets): Promise<string> {
  const folder = `decisions/readmission/${pipeline}/`
  for (let after: readonly string[] = []; ; ) {
    const said = after.length === 0 ? sheets : { sheets, after }
    const key = `${folder}${run}-${sha256(canonicalJson(said)).slice(0, 16)}.json`
    const held = await store.get(key)
    if (held === undefined) return key
    const overruling = await later(store, folder, parseReadmission(key, held.body))
    if (overruling.length === 0) return key
    after = overruling
  }
}

/** The keys of decisions after one that say otherwise of a row of it. */
async function later(store: ObjectStore, folder: string, one: ReadmissionDecision): Promise<string[]> {
  const said = new Map(corrections(one))
  const found: string[] = []
  for await (const { key } of store.list(folder)) {
    const held = await store.get(key)
    if (held === undefined) continue
    const other = parseReadmission(key, held.body)
    const differs = corrections(other).some(([row, fields]) => said.has(row) && said.get(row) !== fields)
    if (other.at > one.at && differs) found.push(key)
  }
  return found.sort()
}

const corrections = ({ sheets }: ReadmissionDecision): [row: string, fields: string][] =>
  sheets.flatMap(({ source, sheet, rows }) =>
    rows.map(({ row_hash, row_number, fields }): [string, string] => [
      `${source}\0${sheet}\0${row_hash}\0${row_number}`,
      canonicalJson(fields),
    ]),
  )
