import { z } from 'zod'
import { domainSchemaText } from '../src/domain/document/domain-schema.ts'
import { DERIVED_WORDS, DOMAIN_WORDS } from './domain-words.ts'

type Node = Readonly<Record<string, unknown>>
const node = z.record(z.string(), z.unknown())
const nodes = z.array(node)

const at = (from: Node, ...path: readonly string[]): Node =>
  path.reduce<Node>((found, key) => node.parse(found[key]), from)

/** The first of several forms that has keys of its own. */
function objectOf(schema: Node): Node {
  const forms = schema.anyOf === undefined ? [schema] : nodes.parse(schema.anyOf)
  const found = forms.find((form) => form.properties !== undefined)
  if (found === undefined) throw new Error('a part of the schema of domains has no keys')
  return found
}

/** Each kind of object of a domain.yaml, by the name that its words have. */
function objectsOf(schema: Node): ReadonlyMap<string, Node> {
  const entity = at(schema, 'properties', 'entities', 'additionalProperties')
  const source = at(schema, 'properties', 'sources', 'items')
  const table = at(source, 'properties', 'tables', 'items')
  const description = at(table, 'properties', 'describes', 'items')
  const attribute = at(entity, 'properties', 'attributes', 'additionalProperties')
  const [ofType] = nodes.parse(at(attribute, 'then').allOf)
  const mapping = objectOf(at(description, 'properties', 'attributes', 'additionalProperties'))
  return new Map<string, Node>([
    ['domain', schema],
    ['entity', entity],
    ['attribute', at(ofType ?? {}, 'then')],
    ['source', source],
    ['table', table],
    ['source of a row', at(table, 'properties', 'source')],
    ['description', description],
    ['belongs_to', at(description, 'properties', 'belongs_to', 'additionalProperties')],
    ['when', at(description, 'properties', 'when')],
    ['invalid', objectOf(at(description, 'properties', 'invalid'))],
    ['mapping', mapping],
    ['match', at(mapping, 'properties', 'match')],
  ])
}

/** What is said of an object must be what it has: no key too few and none too many. */
function agree(name: string, known: readonly string[], told: readonly string[]): void {
  const missing = known.filter((key) => !told.includes(key))
  const gone = told.filter((key) => !known.includes(key))
  if (missing.length > 0)
    throw new Error(`Without words in scripts/domain-words.ts, of ${name}: ${missing.join(', ')}.`)
  if (gone.length > 0)
    throw new Error(`In scripts/domain-words.ts, but not in the schema, of ${name}: ${gone.join(', ')}.`)
}

function keysTable(name: string, schema: Node): string {
  const { title, about, keys } = DOMAIN_WORDS[name] ?? { title: name, about: '', keys: {} }
  const properties = at(schema, 'properties')
  agree(name, Object.keys(properties), Object.keys(keys))
  const required = z.array(z.string()).parse(schema.required ?? [])
  const rows = Object.entries(properties).map(([key, held]) => {
    const shape = node.parse(held)
    // A type's own default is in its reference.
    const isType = name === 'attribute' && key === 'type'
    const byDefault = shape.default === undefined || name === 'attribute' ? '' : defaultOf(shape.default)
    return `| \`${key}\` | ${isType || required.includes(key) ? 'yes' : byDefault} | ${keys[key]}${choicesOf(name, key, shape)} |`
  })
  return [`## ${title}`, about, ['| key | must | meaning |', '| --- | --- | --- |', ...rows].join('\n')].join('\n\n')
}

const defaultOf = (value: unknown): string => (typeof value === 'object' ? '' : `else \`${String(value)}\``)

/** The words that a key takes, where they are a closed list of the domain's and not of one type's. */
function choicesOf(name: string, key: string, shape: Node): string {
  const given = z.array(z.string()).safeParse(shape.enum)
  if (!given.success || (name === 'attribute' && key === 'keep')) return ''
  return ` One of ${given.data.map((word) => `\`${word}\``).join(', ')}.`
}

function derivedTable(schema: Node): string {
  const attribute = at(
    schema,
    'properties',
    'entities',
    'additionalProperties',
    'properties',
    'attributes',
    'additionalProperties',
  )
  const kinds = nodes.parse(at(attribute, 'else').anyOf).map((kind) => Object.keys(at(kind, 'properties'))[0] ?? '')
  agree('derived attributes', kinds, Object.keys(DERIVED_WORDS))
  const rows = kinds.map((kind) => `| \`${DERIVED_WORDS[kind]?.written}\` | ${DERIVED_WORDS[kind]?.means} |`)
  return [
    '## Derived attributes',
    'An attribute that no source says and that follows from others. It stands among the attributes of its entity and has, besides its one key, `title` and `description`.',
    ['| written | is |', '| --- | --- |', ...rows].join('\n'),
  ].join('\n\n')
}

/** The reference of `domain.yaml`, from the schema that domains are checked with. */
export function domainReference(notice: string): string {
  const schema = node.parse(JSON.parse(domainSchemaText()))
  const objects = objectsOf(schema)
  agree('the objects of a domain', [...objects.keys()], Object.keys(DOMAIN_WORDS))
  const sections = [...objects].flatMap(([name, object]) =>
    name === 'attribute' ? [keysTable(name, object), derivedTable(schema)] : [keysTable(name, object)],
  )
  const intro = [
    'What there is, whose files say what of it, and what is published. How to write one: [add a source](../how-to/add-a-source.md). Its',
    '[JSON Schema](../../schemas/domain.schema.json) completes and checks it in an editor; `hotpass domain check` checks all of it, with line and nearest word.',
    'Anchors, aliases and tags of YAML are refused. Why a domain is data: [decision](../adr/0050-a-domain-is-data.md).',
    '',
    'Beside it, all optional: `contracts/<table or dataset>.yaml` ([Open Data Contract Standard](../how-to/own-a-contract.md)), `suites/<table or',
    'dataset>.yaml` ([expectations](../how-to/write-expectations.md)), `linkage/<name>.json` ([linkage settings](linkage-settings.md)), and',
    '`vocabularies/<name>.yaml`: `terms`, each a list of the words that mean it, or `words` alone. A word means one thing: case, accents and',
    'punctuation do not count.',
    '',
    'Published besides what an entity names: its id first; `source_datasets`, `source_record_ids` and `field_provenance` last, where it does not name them itself.',
  ].join('\n')
  return `# domain.yaml\n\n${notice}\n\n${intro}\n\n${sections.join('\n\n')}\n`
}
