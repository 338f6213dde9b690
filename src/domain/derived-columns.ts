import { z } from 'zod'
import { LAWFUL_BASES } from '../contracts/contract.ts'
import type { DerivedDocument } from './document/attribute-document.ts'
import type { Attribute, CompiledDomain, Derived, Entity } from './domain.ts'
import type { ColumnOrigin, PublishedColumn } from './published-column.ts'

type Domain = Pick<CompiledDomain, 'entities'>
type Column = Omit<PublishedColumn, 'name' | 'rule' | 'required' | 'primaryKey'> & { readonly required?: boolean }
/** The columns of a derived attribute: what is put behind its name, and the column. */
type Columns = readonly (readonly [suffix: string, column: Column])[]

const STATUS = z.enum(['valid_format', 'risky', 'undeliverable', 'unknown'])
const SHARE = z.number().min(0).max(1)
const share = (description: string, from: readonly ColumnOrigin[], required = false): Column => ({
  type: 'double',
  pii: 'none',
  description,
  example: 0.8,
  values: SHARE,
  from,
  required,
})
const texts = (description: string, example: string, from: readonly ColumnOrigin[] = []): Column => ({
  type: 'list<string>',
  pii: 'none',
  description,
  example: [example],
  from,
})

const entityOf = (domain: Domain, id: string): Entity | undefined => domain.entities.find((one) => one.id === id)
const attributeOf = (entity: Entity | undefined, name: string): Attribute | undefined =>
  entity?.attributes.find((one) => one.name === name)

/** The attributes of a `primary`, by what stands behind its name. */
export const primaryAttributes = (rule: Extract<DerivedDocument, { kind: 'primary' }>): readonly [string, string][] =>
  Array.isArray(rule.attributes) ? rule.attributes.map((name) => [name, name]) : Object.entries(rule.attributes)

const one = (attribute: Attribute): Pick<Column, 'type' | 'pii' | 'values' | 'example'> => ({
  type: attribute.type.column,
  pii: attribute.pii,
  values: attribute.type.schema(attribute.options),
  example: attribute.type.example,
})

/** What each kind of derived attribute publishes. */
const COLUMNS: {
  readonly [Kind in DerivedDocument['kind']]: (
    rule: Extract<DerivedDocument, { kind: Kind }>,
    entity: Entity,
    domain: Domain,
  ) => Columns
} = {
  primary: (rule, _entity, domain) => {
    const person = entityOf(domain, rule.primary)
    return primaryAttributes(rule).flatMap(([suffix, name]) => {
      const attribute = attributeOf(person, name)
      if (attribute === undefined) return []
      const from = [{ entity: rule.primary, attribute: name }]
      const what = `${attribute.title} of the ${rule.primary} to name first`
      const verified: Columns =
        attribute.type.verify === null
          ? []
          : [
              [
                `_${suffix}_status`,
                {
                  type: 'string',
                  pii: 'none',
                  values: STATUS,
                  example: 'unknown',
                  from,
                  description: `Whether that can be reached: ${what}.`,
                },
              ],
              [`_${suffix}_confidence`, share(`How far that can be trusted, 0 to 1: ${what}.`, from)],
            ]
      return [[`_${suffix}`, { ...one(attribute), from, description: `${what}.` }], ...verified] satisfies Columns
    })
  },
  others: (rule, _entity, domain) => {
    const attribute = attributeOf(entityOf(domain, rule.others), rule.attribute)
    if (attribute === undefined) return []
    const { values, pii, example } = one(attribute)
    return [
      [
        '',
        {
          ...texts(`Every ${rule.attribute} but those of ${rule.than}.`, String(example), [
            { entity: rule.others, attribute: rule.attribute },
          ]),
          pii,
          ...(values === undefined ? {} : { values }),
        },
      ],
    ]
  },
  count: (rule) => [
    [
      '',
      {
        type: 'long',
        pii: 'none',
        description: `How many ${rule.count} belong to it.`,
        example: 2,
        from: [],
        values: z.int().min(0),
        required: true,
      },
    ],
  ],
  confidence: (rule) => {
    const from = Object.entries(rule.confidence).flatMap(([entity, names]) =>
      names.map((attribute) => ({ entity, attribute })),
    )
    return [['', share(`Mean confidence of ${from.map(({ attribute }) => attribute).join(' and ')}, 0 to 1.`, from)]]
  },
  problems: (rule) => [['', texts(`What is wrong with the values of ${rule.problems}.`, 'email:risky')]],
  score: (rule) => [
    [
      '',
      share(
        `Weighted share of what is there: ${Object.entries(rule.score)
          .map(([name, weight]) => `${weight} ${name}`)
          .join(', ')}.`,
        [],
        true,
      ),
    ],
  ],
  flags: (rule) => [
    [
      '',
      {
        ...texts('What is missing; the one element none where nothing is.', Object.keys(rule.flags)[0] ?? 'none'),
        required: true,
      },
    ],
  ],
  slug: (rule, entity) => [
    [
      '',
      {
        type: 'string',
        pii: attributeOf(entity, rule.slug)?.pii ?? 'none',
        description: `${rule.slug} for addresses: lower case, dashes.`,
        example: 'blue-sky',
        from: [{ entity: entity.id, attribute: rule.slug }],
      },
    ],
  ],
  first: (rule, entity) => {
    const attribute = attributeOf(entity, rule.first)
    return attribute === undefined
      ? []
      : [
          [
            '',
            {
              ...one(attribute),
              description: `The first of ${rule.first}.`,
              from: [{ entity: entity.id, attribute: rule.first }],
            },
          ],
        ]
  },
  status: (rule, entity) => [
    [
      '',
      {
        type: 'string',
        pii: 'none',
        values: STATUS,
        example: 'unknown',
        description: `Whether ${rule.status} can be reached.`,
        from: originsOf(rule.status, entity),
      },
    ],
  ],
  of: (rule, entity) => {
    const attribute = attributeOf(entity, rule.of)
    return [
      [
        '',
        {
          ...texts(`What else it is called: every other ${rule.of}.`, String(attribute?.type.example ?? 'text'), [
            { entity: entity.id, attribute: rule.of },
          ]),
          pii: attribute?.pii ?? 'none',
        },
      ],
    ]
  },
  sources: (rule) =>
    rule.sources === 'provenance'
      ? [
          [
            '',
            {
              type: 'string',
              pii: 'none',
              required: true,
              example: '{}',
              from: [],
              description: 'JSON: column → source, record, file, sheet, row_number, rule. Holds no values.',
            },
          ],
        ]
      : [
          [
            '',
            {
              ...(rule.sources === 'titles'
                ? texts('Sources that speak of it.', 'CRM export')
                : texts('Its source records.', 'crm:12')),
              required: true,
            },
          ],
        ],
  parent: (rule, entity, domain) => {
    const parent = entityOf(domain, rule.parent)
    if (parent === undefined) return []
    const isOwned = entity.owner === parent.id
    if (rule.attribute === undefined)
      return [
        ['', { ...idColumn(parent), description: `Their ${parent.title.toLowerCase()}.`, from: [], required: isOwned }],
      ]
    const attribute = attributeOf(parent, rule.attribute)
    return attribute === undefined
      ? []
      : [
          [
            '',
            {
              ...one(attribute),
              required: isOwned && attribute.required,
              description: `${attribute.title} of what it belongs to.`,
              from: [{ entity: parent.id, attribute: rule.attribute }],
            },
          ],
        ]
  },
  chosen: (rule) => [
    [
      '',
      {
        type: 'boolean',
        pii: 'none',
        required: true,
        example: true,
        from: [],
        description: `Whether its ${rule.chosen} names it first.`,
      },
    ],
  ],
  marked: () => [
    [
      '',
      {
        type: 'boolean',
        pii: 'none',
        required: true,
        example: false,
        from: [],
        description: 'Whether its sources mark it as known to be wrong.',
      },
    ],
  ],
  lawful_basis: () => [
    [
      '',
      {
        type: 'string',
        pii: 'none',
        required: true,
        values: z.enum(LAWFUL_BASES),
        example: 'legitimate_interest',
        from: [],
        description: 'Lawful basis of processing.',
      },
    ],
  ],
}

function originsOf(column: string, entity: Entity): ColumnOrigin[] {
  const first = entity.derived.find(({ name }) => name === column)?.rule
  const attribute = first?.kind === 'first' ? first.first : column
  return attributeOf(entity, attribute) === undefined ? [] : [{ entity: entity.id, attribute }]
}

/** The lasting id of an entity's golden records. */
export const idColumn = ({
  idPrefix,
  title,
}: Entity): Pick<PublishedColumn, 'type' | 'values' | 'example' | 'pii' | 'description'> => ({
  type: 'string',
  pii: 'none',
  values: z.string().regex(new RegExp(`^${idPrefix}_[a-z2-7]{20}$`)),
  example: `${idPrefix}_abcdefghij234567abcd`,
  description: `Lasting id of the ${title.toLowerCase()}.`,
})

/** The published columns of one derived attribute, in order. */
export function derivedColumns(derived: Derived, entity: Entity, domain: Domain): PublishedColumn[] {
  // The kind of the rule is the key of its own function.
  const columnsOf = COLUMNS[derived.rule.kind] as (rule: DerivedDocument, entity: Entity, domain: Domain) => Columns
  const columns = columnsOf(derived.rule, entity, domain)
  return columns.map(([suffix, column]) => ({
    required: false,
    ...column,
    name: `${derived.name}${suffix}`,
    primaryKey: false,
    description: suffix === '' && derived.description !== null ? derived.description : column.description,
    rule: { derived, part: suffix.replace(/^_/, '') },
  }))
}
