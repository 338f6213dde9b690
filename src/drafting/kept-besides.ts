import { calledByType } from './attribute-names.ts'
import type { DraftAttribute, DraftDescription, DraftEntity } from './draft.ts'
import { NO_COUNTRY } from './guess-country.ts'

type Rules = DraftEntity['derived']

/** What cells of an attribute say besides its values, by the names that its type gives. */
function toldBesides({ type, guesses }: DraftAttribute, country: string): ReadonlySet<string> {
  if (type.besides === null) return new Set()
  const { split, normalise } = type.reader(type.options.parse({}), { country: country === NO_COUNTRY ? '' : country })
  const cells = guesses.flatMap(({ column }) => column.sample)
  return new Set(
    cells.flatMap((cell) =>
      split(cell).flatMap((text) => {
        const { value, beside = {} } = normalise(text)
        return value === null ? [] : Object.keys(beside)
      }),
    ),
  )
}

/** Attributes that take what the cells of others say besides: roles beside names, extensions behind numbers. */
export function besideRules(described: readonly DraftDescription[], country: string): Rules {
  const attributes = described.flatMap((one) => one.attributes)
  const names = new Set(attributes.map(({ name }) => name))
  const rules = new Map<string, string>()
  for (const attribute of attributes)
    for (const part of toldBesides(attribute, country)) {
      const taking = attribute.type.besides?.of[part]
      if (taking === undefined) continue
      if (taking === 'text') rules.set(`${attribute.type.id}_${part}s`, `{ beside: ${attribute.name} }`)
      else if (!attributes.some(({ type }) => type.id === taking))
        rules.set(calledByType(taking) ?? part, `{ type: ${taking} }`)
    }
  return [...rules].flatMap(([name, rule]) => (names.has(name) ? [] : [{ name, rule }]))
}

/** Attributes that keep what one alone is published of: what else a thing is called, and where else it is. */
export function lostRules(described: readonly DraftDescription[]): Rules {
  const attributes = described.flatMap((one) => one.attributes)
  const names = new Set(attributes.map(({ name }) => name))
  const single = (name: string, type: string) =>
    attributes.some((one) => one.name === name && one.type.id === type && one.keep === null)
  const rules = [
    ...(single('name', 'organization_name') ? [{ name: 'also_called', rule: '{ of: name }' }] : []),
    ...(single('address', 'address') ? [{ name: 'other_addresses', rule: '{ of: address }' }] : []),
  ]
  return rules.filter(({ name }) => !names.has(name))
}
