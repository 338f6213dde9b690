import fc from 'fast-check'
import { types } from '../../src/types/registry.ts'
import { KEEPS } from '../../src/types/semantic-type.ts'

/** A document as JSON, which is YAML too. */
export type DomainDocument = Readonly<Record<string, unknown>>

const COLUMNS = ['No', 'Name', 'Mail', 'Phone', 'Place', 'Kind', 'Day', 'Sum'] as const
const column = fc.constantFrom(...COLUMNS)
const columns = fc.uniqueArray(column, { minLength: 1, maxLength: 3 })

const attributeOf = (isWild: boolean) =>
  fc.constantFrom(...types.values()).chain((type) =>
    fc.record(
      {
        type: fc.constant(type.id),
        keep: fc.constantFrom(...(isWild ? KEEPS : [type.keep, ...type.keeps])),
        required: fc.boolean(),
      },
      { requiredKeys: ['type'] },
    ),
  )
const SOUND = [
  column,
  columns,
  fc.record({ join: columns, with: fc.constantFrom(' ', ', ') }),
  fc.record({ constant: fc.constantFrom('DE', 'x', 7, true) }),
  fc.record({ column, quiet: fc.boolean() }),
  fc.record({ match: fc.record({ column, pattern: fc.constant('(?<g>.*)x'), group: fc.constantFrom(1, 'g') }) }),
]
const WILD = [
  ...SOUND,
  fc.record({ match: fc.record({ column, pattern: fc.constantFrom('(a+)+', '('), group: fc.constantFrom(2, 'h') }) }),
  fc.constant({ infer: 'country' }),
  fc.constant({ column: 'No', join: ['Name'] }),
]

/** An entity, perhaps one that belongs to it, and a source or two; a wild one is seldom sound. */
export const generatedDomain = (isWild: boolean): fc.Arbitrary<DomainDocument> => {
  const attribute = attributeOf(isWild)
  return fc
    .record({
      attributes: fc.dictionary(fc.constantFrom('name', 'mail', 'phone', 'kind', 'day', 'sum', 'place'), attribute, {
        minKeys: 1,
      }),
      child: fc.option(fc.dictionary(fc.constantFrom('name', 'mail', 'phone'), attribute, { minKeys: 1 })),
      mappings: fc.array(fc.oneof(...(isWild ? WILD : SOUND)), { minLength: 12, maxLength: 12 }),
      role: isWild ? fc.constantFrom('record', 'unless_known', 'part', 'reference') : fc.constant('record'),
      unique: isWild ? fc.boolean() : fc.constant(false),
      key: fc.option(columns),
      sources: fc.constantFrom(1, 2),
      basis: isWild ? fc.constantFrom('contract', 'none', 'consent') : fc.constant('contract'),
    })
    .map(({ attributes, child, mappings, role, unique, key, sources, basis }) => {
      let at = 0
      const mapped = (of: Readonly<Record<string, unknown>>) =>
        Object.fromEntries(Object.keys(of).map((name) => [name, mappings[at++ % mappings.length]]))
      const describes = () => [
        { entity: 'thing', role, ...(key === null ? {} : { key }), attributes: mapped(attributes) },
        ...(child === null
          ? []
          : [{ entity: 'child', belongs_to: { thing: { key: key ?? 'No' } }, attributes: mapped(child) }]),
      ]
      return {
        ...{ id: 'made', country: 'ZA', lawful_basis: basis },
        entities: {
          thing: { dataset: 'things', id_prefix: 'thi', attributes },
          ...(child === null ? {} : { child: { dataset: 'children', id_prefix: 'chi', attributes: child } }),
        },
        sources: Array.from({ length: sources }, (_, index) => ({
          ...{ id: `source_${index}`, trust: index, files: [`source_${index}*.csv`], unique },
          tables: [{ describes: describes() }],
        })),
      }
    })
}

export const generatedCells = fc.array(
  fc.option(
    fc.constantFrom(
      '1',
      '0',
      'N/A',
      'Acme (Pty) Ltd',
      'Ann Lee',
      'ann@acme.example',
      '082 555 0101',
      'Gauteng',
      '2020-01-31',
      'R 12,50',
      'yes',
      'aax',
      '💥',
    ),
  ),
  { minLength: COLUMNS.length, maxLength: COLUMNS.length },
)
