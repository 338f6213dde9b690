import type { DraftDescription, DraftEntity, DraftSource, EntityAttribute } from './draft.ts'
import { ENTITY_KINDS, isEntityKind } from './entity-kinds.ts'
import { besideRules, lostRules } from './kept-besides.ts'

/** Every entity that a table describes, with the attributes of all of them. */
export function entitiesOf(sources: readonly DraftSource[], country: string): DraftEntity[] {
  const descriptions = sources.flatMap(({ tables }) => tables.flatMap(({ describes }) => describes))
  const byEntity = Map.groupBy(descriptions, ({ entity }) => entity)
  const prefixes = new Set<string>(Object.values(ENTITY_KINDS).map(({ idPrefix }) => idPrefix))
  return [...byEntity].map(([id, described]): DraftEntity => {
    // An entity that is there already has a dataset and a prefix; those of a draft are not asked for.
    const { dataset, idPrefix } = isEntityKind(id)
      ? ENTITY_KINDS[id]
      : { dataset: id, idPrefix: prefixOf(id, prefixes) }
    return { id, dataset, idPrefix, attributes: attributesOf(described), derived: derivedOf(id, byEntity, country) }
  })
}

/** The first letters of an id that begin no other's ids. */
function prefixOf(id: string, taken: Set<string>): string {
  const letters = `${id.replace(/[^a-z]/g, '')}xxx`
  const lengths = [3, 4, 5, 6, 2]
  const found =
    lengths.map((length) => letters.slice(0, length)).find((prefix) => !taken.has(prefix)) ??
    Array.from({ length: 26 }, (_, at) => `${letters.slice(0, 2)}${String.fromCharCode(97 + at)}`).find(
      (prefix) => !taken.has(prefix),
    ) ??
    letters.slice(0, 3)
  taken.add(found)
  return found
}

function attributesOf(described: readonly DraftDescription[]): EntityAttribute[] {
  const makers = described.filter(({ role }) => role !== 'part')
  const all = new Map<string, EntityAttribute>()
  for (const { attributes } of described)
    for (const { name, type, keep, required, pii, confidence } of attributes) {
      const known = all.get(name)
      const everywhere =
        required && makers.every((one) => one.attributes.some((other) => other.name === name && other.required))
      all.set(name, {
        name,
        type: known?.type ?? type,
        keep: known?.keep ?? keep,
        required: known?.required ?? everywhere,
        pii: known === undefined ? pii : stronger(known.pii, pii),
        confidence: Math.min(known?.confidence ?? 1, confidence),
      })
    }
  // What names a thing is read first.
  return [...all.values()].sort((a, b) => Number(b.name === 'name') - Number(a.name === 'name'))
}

/** From least to most; null is what the type says. */
const CLASSES: readonly EntityAttribute['pii'][] = ['none', null, 'personal', 'sensitive']
const stronger = (a: EntityAttribute['pii'], b: EntityAttribute['pii']): EntityAttribute['pii'] =>
  CLASSES.indexOf(a) > CLASSES.indexOf(b) ? a : b

/** What an entity publishes besides what its columns say. */
function derivedOf(
  id: string,
  byEntity: ReadonlyMap<string, readonly DraftDescription[]>,
  country: string,
): DraftEntity['derived'] {
  const described = byEntity.get(id) ?? []
  return [...besideRules(described, country), ...lostRules(described), ...relatedRules(id, byEntity, country)]
}

/** The person to name first, and what a person's organization is called. */
function relatedRules(
  id: string,
  byEntity: ReadonlyMap<string, readonly DraftDescription[]>,
  country: string,
): DraftEntity['derived'] {
  const attributes = (entity: string) => (byEntity.get(entity) ?? []).flatMap((one) => one.attributes)
  const people = byEntity.get('person') ?? []
  if (id === 'person') {
    const parent = people.find(({ belongsTo }) => belongsTo !== null)?.belongsTo?.entity
    if (parent === undefined || !attributes(parent).some(({ name }) => name === 'name')) return []
    if (attributes(id).some(({ name }) => name === `${parent}_name`)) return []
    return [{ name: `${parent}_name`, rule: `{ parent: ${parent}, attribute: name }` }]
  }
  if (!people.some(({ belongsTo }) => belongsTo?.entity === id)) return []
  const theirs = new Set([...attributes('person'), ...besideRules(people, country)].map(({ name }) => name))
  const shown = [
    ['name', 'name'],
    ['role', 'role'],
    ['email', 'emails'],
    ['phone', 'phones'],
  ].filter(([, name]) => theirs.has(name ?? ''))
  if (shown.length === 0) return []
  const list = shown.map(([suffix, name]) => `${suffix}: ${name}`).join(', ')
  return [{ name: 'contact_primary', rule: `{ primary: person, attributes: { ${list} } }` }]
}
