import { compileDomain } from '../../src/domain/compile/compile-domain.ts'
import { faultLine } from '../../src/domain/fault.ts'
import { draftDomain } from '../../src/drafting/draft-domain.ts'
import type { Answers, DomainDraft } from '../../src/drafting/index.ts'
import { renderDomain } from '../../src/drafting/render-domain.ts'
import { type SampledFile, sampleFile } from '../../src/drafting/sample-file.ts'
import { fileOf } from '../sources/build-xlsx.ts'

/** A file of the text, as the drafting room sees it. */
export const sampled = (name: string, content: string | Uint8Array): Promise<SampledFile> =>
  sampleFile(fileOf(name, content))

/** Lines of a CSV, each of its cells quoted where it must be. */
export const csv = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((row) => row.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(','))
    .join('\n')

/** The draft of some files, for which a lawful basis was given. */
export async function drafted(files: Readonly<Record<string, string>>, answers: Answers = {}): Promise<DomainDraft> {
  const all = await Promise.all(Object.entries(files).map(([name, text]) => sampled(name, text)))
  return draftDomain(
    'drafted',
    all.flatMap(({ tables }) => tables),
    { lawfulBasis: 'contract', ...answers },
  )
}

/** The domain that a draft is, or its faults. */
export function compiled(draft: DomainDraft) {
  const text = renderDomain(draft)
  const outcome = compileDomain({ 'domain.yaml': text })
  if (outcome.outcome === 'faulty') throw new Error(`${outcome.faults.map(faultLine).join('\n')}\n\n${text}`)
  return outcome.domain
}

/** `entity.attribute: type <- columns` of everything that the first table says. */
export const said = (draft: DomainDraft, source = 0, table = 0): string[] =>
  (draft.sources[source]?.tables[table]?.describes ?? []).flatMap(({ entity, attributes }) =>
    attributes.map(
      ({ name, type, mapping: { from } }) =>
        `${entity}.${name}: ${type.id} <- ${(Array.isArray(from) ? from : Object.values(from).flat()).join(', ')}`,
    ),
  )
