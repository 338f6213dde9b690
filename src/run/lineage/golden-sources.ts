import { alsoCalledColumns } from '../../consolidate/golden/columns.ts'
import { attributeOf, entityOf } from '../../consolidate/golden/derived-tables.ts'
import { markedValuesOf } from '../../consolidate/golden/marked-twins.ts'
import { recencyOf } from '../../consolidate/golden/trust-order.ts'
import { primaryAttributes } from '../../domain/derived-columns.ts'
import type { Attribute, CompiledDomain, DerivedDocument, Entity } from '../../domain/index.ts'
import type { PublishedColumn } from '../../domain/published-column.ts'
import {
  aggregated,
  type ColumnSource,
  columnsOf,
  type DatasetColumns,
  identity,
  influences,
  masked,
  SourceList,
  transformed,
} from './column-source.ts'

type Of<Kind extends DerivedDocument['kind']> = Extract<DerivedDocument, { kind: Kind }>
type How = ColumnSource['how']

const refined = (entity: string) => columnsOf(`work/refine/${entity}`)
const resolved = (entity: string) => columnsOf(`work/resolve/${entity}`)

const PLACE = ['_file', '_sheet', '_row', '_part'] as const
const TOLD = ['_source', '_record_id', '_file', '_sheet', '_row'] as const

/** What of several values is published, by the word of `keep`. */
const KEPT: Readonly<Record<Attribute['keep'], How>> = {
  first: identity('survivorship: the first row, in order of trust, that has it'),
  distinct: aggregated('distinct values, as a list'),
  latest: aggregated('the latest'),
  earliest: aggregated('the earliest'),
  max: aggregated('the greatest'),
  min: aggregated('the least'),
  longest: aggregated('the longest'),
  most_common: aggregated('what most rows say'),
  any: aggregated('whether any row says so'),
  all: aggregated('whether every row says so'),
}
/** Those whose value the order of trust decides, if only between equals. */
const BY_TRUST: ReadonlySet<Attribute['keep']> = new Set(['first', 'longest', 'most_common'])

const CHECKED = masked(transformed('whether it can be reached'))
const SCORED = masked(aggregated('a score of what is there'))

/** What the published columns of an entity are made of. A column that follows from others of its row is asked for after them. */
export class GoldenSources {
  readonly #domain: CompiledDomain
  readonly #entity: Entity
  readonly #columns = new Map<string, readonly ColumnSource[]>()
  readonly #rows = new SourceList()
  readonly #later: PublishedColumn[] = []
  readonly #shares = new Set<string>()
  #provenance: string | undefined

  constructor(domain: CompiledDomain, entity: Entity) {
    this.#domain = domain
    this.#entity = entity
    this.#joins(entity.id)
  }

  addColumn(column: PublishedColumn): void {
    const { name, rule } = column
    if (rule !== null && column.type === 'double') this.#shares.add(name)
    if (rule === null) this.#columns.set(name, this.#ofAttribute(name))
    else if (LAYERS.includes(rule.derived.rule.kind)) this.#later.push(column)
    else if (rule.derived.rule.kind === 'sources' && rule.derived.rule.sources === 'provenance') this.#provenance = name
    else this.#columns.set(name, this.#ofRule(rule.derived.rule, rule.part))
  }

  /** Columns in the order in which they were added. */
  made(order: readonly string[]): DatasetColumns {
    for (const kind of LAYERS)
      for (const { name, rule } of this.#later)
        if (rule?.derived.rule.kind === kind) this.#columns.set(name, this.#ofLayer(rule.derived.rule))
    if (this.#provenance !== undefined) this.#columns.set(this.#provenance, this.#ofProvenance())
    const list = new SourceList()
    for (const name of order) list.add(name, this.#columns.get(name) ?? [])
    list.addRows(this.#rows.made().rows)
    return list.made()
  }

  #ofAttribute(name: string): readonly ColumnSource[] {
    const { id, idColumn } = this.#entity
    if (name === idColumn) return resolved(id)(identity(), 'entity_id')
    const attribute = attributeOf(this.#entity, name)
    this.#asksFor(this.#entity, attribute)
    return refined(id)(KEPT[attribute.keep], name)
  }

  #ofRule(rule: DerivedDocument, part: string): readonly ColumnSource[] {
    const { id } = this.#entity
    switch (rule.kind) {
      case 'primary':
        return this.#ofPrimary(rule, part)
      case 'others':
        return this.#ofOthers(rule)
      case 'count':
        this.#children(rule.count)
        return resolved(rule.count)(aggregated('how many there are'), 'entity_id', `_parent_${id}`)
      case 'confidence':
        return this.#ofConfidence(rule)
      case 'slug':
        this.#asksFor(this.#entity, attributeOf(this.#entity, rule.slug))
        return refined(id)(transformed('lower case, dashes'), rule.slug)
      case 'first':
        this.#orders(this.#entity)
        return refined(id)(transformed('the first'), rule.first)
      case 'of':
        this.#asksFor(this.#entity, attributeOf(this.#entity, rule.of))
        return refined(id)(
          aggregated('every other value'),
          rule.of,
          ...alsoCalledColumns(attributeOf(this.#entity, rule.of)),
        )
      case 'parent':
        return this.#ofParent(rule)
      case 'chosen':
        return this.#ofChosen(rule)
      case 'marked':
        this.#invalidates(this.#entity)
        return [
          ...refined(id)(aggregated('whether its sources say so'), '_is_invalid'),
          ...refined(id)(influences('CONDITIONAL', 'rows that can say so'), '_can_mark'),
        ]
      case 'sources':
        return this.#ofSources(rule)
      default:
        return []
    }
  }

  /** Who is named first, and so whose values: not marked as wrong, reachable, named, from the most trusted source. */
  #choice(child: Entity, rule: Of<'primary'>): readonly ColumnSource[] {
    this.#orders(child)
    const how = influences('CONDITIONAL', 'whom to name first')
    return [
      ...refined(child.id)(how, ...new Set(weighedBy(child, rule).map(({ name }) => name)), '_trust'),
      ...this.#unmarked(child),
    ]
  }

  /** Records that are marked as wrong say nothing of what they belong to. */
  #unmarked(of: Entity): readonly ColumnSource[] {
    this.#invalidates(of)
    return refined(of.id)(influences('CONDITIONAL', 'records that are not marked as wrong'), '_is_invalid', '_can_mark')
  }

  #ofPrimary(rule: Of<'primary'>, part: string): readonly ColumnSource[] {
    const child = entityOf(this.#domain, rule.primary)
    this.#children(child.id)
    const told = primaryAttributes(rule)
    const plain = told.find(([suffix]) => suffix === part)
    const [, name = ''] =
      plain ?? told.find(([suffix]) => [`${suffix}_status`, `${suffix}_confidence`].includes(part)) ?? []
    this.#orders(child)
    const how = plain === undefined ? CHECKED : transformed(`of the ${child.id.replaceAll('_', ' ')} to name first`)
    return [...refined(child.id)(how, name), ...this.#choice(child, rule)]
  }

  #ofOthers(rule: Of<'others'>): readonly ColumnSource[] {
    const child = entityOf(this.#domain, rule.others)
    this.#children(child.id)
    const primary = this.#entity.derived.find(({ name }) => name === rule.than)?.rule
    this.#asksFor(child, attributeOf(child, rule.attribute))
    return [
      ...refined(child.id)(aggregated('all but those of the first, as a list'), rule.attribute),
      ...(primary?.kind === 'primary' ? this.#choice(child, primary) : []),
    ]
  }

  #ofConfidence(rule: Of<'confidence'>): readonly ColumnSource[] {
    return Object.entries(rule.confidence).flatMap(([id, names]) => {
      const of = entityOf(this.#domain, id)
      if (of !== this.#entity) this.#children(id)
      for (const name of names) this.#asksFor(of, attributeOf(of, name))
      return [...refined(id)(SCORED, ...names), ...this.#unmarked(of)]
    })
  }

  #ofParent(rule: Of<'parent'>): readonly ColumnSource[] {
    const parent = entityOf(this.#domain, rule.parent)
    const tie = `_parent_${parent.id}`
    this.#joins(parent.id)
    this.#orders(this.#entity)
    if (rule.attribute === undefined) return resolved(this.#entity.id)(identity(), tie)
    const attribute = attributeOf(parent, rule.attribute)
    if (attribute.isList) this.#orders(parent)
    this.#asksFor(parent, attribute)
    return [
      ...refined(parent.id)(attribute.isList ? transformed('the first') : KEPT[attribute.keep], rule.attribute),
      ...resolved(this.#entity.id)(influences('JOIN', 'what it belongs to'), tie),
    ]
  }

  #ofChosen(rule: Of<'chosen'>): readonly ColumnSource[] {
    const primary = entityOf(this.#domain, rule.chosen).derived.find(({ name }) => name === rule.by)?.rule
    this.#rows.addRows(this.#tie(this.#entity.id, rule.chosen))
    return primary?.kind === 'primary' ? this.#choice(this.#entity, primary) : []
  }

  #ofSources(rule: Of<'sources'>): readonly ColumnSource[] {
    const { id } = this.#entity
    if (rule.sources === 'records')
      return [
        ...refined(id)(aggregated('distinct values, as a list'), '_record_id'),
        ...refined(id)(influences('CONDITIONAL', 'rows that are records'), '_role'),
      ]
    const below = this.#domain.entities.filter(({ parents }) => parents.includes(id)).map((child) => child.id)
    for (const child of below) this.#children(child)
    return [id, ...below].flatMap((one) => refined(one)(aggregated('titles of the sources, as a list'), '_source'))
  }

  /** Provenance names the row of every value that is there, so it changes with each that comes or goes. */
  #ofProvenance(): readonly ColumnSource[] {
    const told = aggregated('where each value came from')
    const there = influences('CONDITIONAL', 'whether there is a value')
    this.#orders(this.#entity)
    return [
      ...refined(this.#entity.id)(told, ...TOLD),
      ...refined(this.#entity.id)(there, ...this.#entity.attributes.map(({ name }) => name)),
      ...this.#entity.derived.flatMap(({ rule }) => {
        if (rule.kind !== 'primary') return []
        const child = entityOf(this.#domain, rule.primary)
        const names = primaryAttributes(rule).map(([, name]) => name)
        return [
          ...refined(child.id)(told, ...TOLD),
          ...refined(child.id)(there, ...names),
          ...this.#choice(child, rule),
        ]
      }),
    ]
  }

  /** Of columns of the same row. */
  #ofLayer(rule: DerivedDocument): readonly ColumnSource[] {
    switch (rule.kind) {
      case 'status':
        return as(CHECKED, this.#columns.get(rule.status) ?? [])
      case 'problems':
        return as(
          CHECKED,
          this.#statusesOf(rule.problems).flatMap((name) => this.#columns.get(name) ?? []),
        )
      case 'score':
        return scored(Object.keys(rule.score).flatMap((name) => this.#counted(name)))
      case 'flags':
        return scored(Object.values(rule.flags).flatMap((name) => this.#presence(name)))
      default:
        return []
    }
  }

  /** Columns that say whether a value of who is named first can be reached. */
  #statusesOf(name: string): string[] {
    const primary = this.#entity.derived.find((one) => one.name === name)?.rule
    if (primary?.kind !== 'primary') return []
    const child = entityOf(this.#domain, primary.primary)
    return primaryAttributes(primary).flatMap(([suffix, attribute]) =>
      attributeOf(child, attribute).type.verify === null ? [] : [`${name}_${suffix}_status`],
    )
  }

  /** A share counts by its value, anything else by being there (`scoreSql`). */
  #counted(name: string): readonly ColumnSource[] {
    return this.#shares.has(name) ? (this.#columns.get(name) ?? []) : this.#presence(name)
  }

  /**
   * What decides whether a column has a value. Of who is named first that is what they are weighed by, down to the column itself: what
   * weighs less decides only between those who are alike in it.
   */
  #presence(name: string): readonly ColumnSource[] {
    for (const { name: primary, rule } of this.#entity.derived) {
      if (rule.kind !== 'primary') continue
      const child = entityOf(this.#domain, rule.primary)
      const told = primaryAttributes(rule).find(([suffix]) => name === `${primary}_${suffix}`)
      const weighed = weighedBy(child, rule)
      const at = weighed.findIndex((attribute) => attribute.name === told?.[1])
      if (told === undefined || at < 0) continue
      const above = [...new Set(weighed.slice(0, at).map((attribute) => attribute.name))]
      return [
        ...refined(child.id)(SCORED, told[1]),
        ...refined(child.id)(influences('CONDITIONAL', 'whom to name first'), ...above),
        ...this.#unmarked(child),
      ]
    }
    return this.#columns.get(name) ?? []
  }

  /** Each row finds its record by its place; repeated rows stay out. */
  #joins(entity: string): void {
    this.#rows.addRows([
      ...resolved(entity)(influences('GROUP_BY', 'one record an entity'), 'entity_id'),
      ...resolved(entity)(influences('JOIN', 'the entity of each row'), ...PLACE),
      ...resolved(entity)(influences('FILTER', 'a row that is there again counts once'), '_key_repeats'),
      ...refined(entity)(influences('JOIN', 'the entity of each row'), ...PLACE),
    ])
  }

  #children(child: string): void {
    this.#joins(child)
    this.#rows.addRows(this.#tie(child, this.#entity.id))
  }

  #tie(child: string, parent: string): readonly ColumnSource[] {
    return resolved(child)(influences('JOIN', 'what it belongs to'), `_parent_${parent}`)
  }

  #asksFor(of: Entity, { keep }: Attribute): void {
    if (BY_TRUST.has(keep)) this.#orders(of)
  }

  /** The order of trust (`trustOrder`). */
  #orders(of: Entity): void {
    const how = influences('SORT', 'the order of trust')
    const attributes = of.attributes.flatMap(({ name, besides }) => (besides === null ? [name] : []))
    this.#rows.addRows(refined(of.id)(how, '_is_invalid', '_trust', '_role', ...attributes, '_record_key', ...PLACE))
  }

  /** Of rows that disagree on whether the record is wrong the latest is believed, then the most trusted. */
  #invalidates(of: Entity): void {
    const recency = recencyOf(of)
    const how = influences('SORT', 'who is believed of rows that mark the record and rows that do not')
    this.#rows.addRows(refined(of.id)(how, '_trust', ...(recency === null ? [] : [recency.name])))
    const told = markedValuesOf(this.#domain, of)
    if (of.name === null || told.length === 0) return
    const twins = influences('CONDITIONAL', 'records without a name, whose every value is marked elsewhere')
    const names = [of.name, ...told].map(({ name }) => name)
    this.#rows.addRows(refined(of.id)(twins, ...names, '_is_invalid', '_can_mark'))
  }
}

/** Kinds of columns that follow from columns of the same row, each after those that it may name. */
const LAYERS: readonly DerivedDocument['kind'][] = ['status', 'problems', 'score', 'flags']

/** What is weighed to say who is named first, the weightiest first (`primaryTableSql`). */
function weighedBy(child: Entity, rule: Of<'primary'>): readonly Attribute[] {
  const told = primaryAttributes(rule).map(([, attribute]) => attributeOf(child, attribute))
  const verifiable = told.filter(({ type }) => type.verify !== null)
  return [...verifiable, ...(child.name !== null && told.includes(child.name) ? [child.name] : [])]
}

/** The same sources, made use of otherwise: those that are in the value first. */
const as = (how: How, sources: readonly ColumnSource[]): readonly ColumnSource[] => [
  ...sources.filter((source) => source.how.type === 'DIRECT').map((source) => ({ ...source, how })),
  ...sources.filter((source) => source.how.type !== 'DIRECT'),
]
const scored = (sources: readonly ColumnSource[]): readonly ColumnSource[] => as(SCORED, sources)
