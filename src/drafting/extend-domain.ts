import { isMap, isSeq, type Pair, parseDocument } from 'yaml'
import type { DomainDraft } from './draft.ts'
import type { Existing } from './existing-domain.ts'
import { attributeRule, renderEntity, renderSource } from './render-domain.ts'
import { yamlText } from './yaml-text.ts'

/** A `domain.yaml` with the sources of a draft, and what they say that nobody said; everything else stays, comments too. */
export function extendDomain(text: string, draft: DomainDraft, existing: Existing): string {
  const document = parseDocument(text)
  const sources = document.get('sources')
  const entities = document.get('entities')
  if (!isSeq(sources) || !isMap(entities)) throw new Error('a domain that compiled has sources and entities')
  for (const source of draft.sources) sources.items.push(...itemsOf(renderSource(source)))
  for (const entity of draft.entities) {
    const known = existing.entities.find(({ id }) => id === entity.id)
    if (known === undefined) {
      entities.items.push(...pairsOf(renderEntity(entity)))
      continue
    }
    const attributes = document.getIn(['entities', entity.id, 'attributes'])
    if (!isMap(attributes)) throw new Error(`a domain that compiled has attributes of ${entity.id}`)
    for (const attribute of entity.attributes)
      if (!known.attributes.some(({ name }) => name === attribute.name))
        attributes.items.push(
          ...pairsOf([`${yamlText(attribute.name)}: ${attributeRule({ ...attribute, required: false })}`]),
        )
  }
  if (draft.lawfulBasis !== null && !document.has('lawful_basis')) document.set('lawful_basis', draft.lawfulBasis)
  return document.toString({ lineWidth: 0 })
}

function itemsOf(lines: readonly string[]): unknown[] {
  const { contents } = parseDocument(lines.join('\n'))
  return isSeq(contents) ? contents.items : []
}

function pairsOf(lines: readonly string[]): Pair<unknown, unknown>[] {
  const { contents } = parseDocument(lines.join('\n'))
  return isMap(contents) ? (contents.items as Pair<unknown, unknown>[]) : []
}
