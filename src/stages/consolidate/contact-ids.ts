import type { CandidateRow, ConsolidationRules } from '../../consolidate/index.ts'
import type { Engine } from '../../engine/engine.ts'
import { parquetFiles } from '../../engine/sql.ts'
import type { BaseDataset } from '../../ledger/base-version.ts'
import { entityId } from '../../resolve/entity-id.ts'
import { maximumAssignment } from '../../resolve/maximum-assignment.ts'

/**
 * Table `kept_contact` (source_record_id, entity_id, contact_id): the contact that a row belonged to in the base version, where its id
 * lives on. An id that rows of several entities had goes with most of them. @returns the ids that the base version has
 */
export async function keptContacts(engine: Engine, base: BaseDataset, links: string): Promise<ReadonlySet<string>> {
  const contacts = await base.query([
    { name: 'contact_id', type: 'string' },
    { name: 'source_record_ids', type: 'list<string>' },
  ])
  await engine.run(
    `CREATE TABLE base_contact AS SELECT contact_id, unnest(source_record_ids) AS source_record_id FROM (${contacts})`,
  )
  await engine.run(
    `CREATE TABLE kept_contact AS
     WITH held AS (
       SELECT DISTINCT b.contact_id, l.entity_id, l.source_record_id FROM base_contact b
       JOIN ${parquetFiles(links)} l USING (source_record_id) WHERE l.occurrence = 1),
     home AS (
       SELECT contact_id, entity_id FROM held GROUP BY contact_id, entity_id
       QUALIFY row_number() OVER (PARTITION BY contact_id ORDER BY count(*) DESC, entity_id) = 1)
     SELECT source_record_id, entity_id, min(contact_id) AS contact_id FROM held JOIN home USING (contact_id, entity_id) GROUP BY ALL`,
  )
  const inUse = new Set<string>()
  for await (const { columns } of engine.columns('SELECT DISTINCT contact_id FROM base_contact'))
    for (const id of columns[0] as string[]) inUse.add(id)
  return inUse
}

/**
 * Ids of the people of one organization: those that their rows had in the base version, so that the fewest rows change theirs. A new
 * person's is made of the least record key, and is none that the base version has.
 */
export const contactIds =
  (inUse: ReadonlySet<string>): ConsolidationRules['contactIds'] =>
  (people) => {
    const leasts = people.map(leastKey)
    // By their least records, so that of equal claims the least record's counts.
    const order = [...people.keys()].sort((a, b) => ((leasts[a] as string) < (leasts[b] as string) ? -1 : 1))
    const bases = [...new Set(people.flat().flatMap(({ base_contact_id: id }) => (id === null ? [] : [id])))].sort()
    const edges = order.flatMap((person, left) =>
      bases.flatMap((id, right) => {
        const weight = (people[person] as readonly CandidateRow[]).filter((row) => row.base_contact_id === id).length
        return weight === 0 ? [] : [{ left, right, weight }]
      }),
    )
    const kept = maximumAssignment(edges)
    const ids: string[] = []
    for (const [place, person] of order.entries()) {
      const base = kept.get(place)
      ids[person] = base === undefined ? newId(leasts[person] as string, inUse) : (bases[base] as string)
    }
    return ids
  }

const leastKey = (rows: readonly CandidateRow[]): string => rows.map(({ record_key: key }) => key).sort()[0] ?? ''

function newId(least: string, inUse: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const id = entityId('per', n === 1 ? least : `${least}#${n}`)
    if (!inUse.has(id)) return id
  }
}
