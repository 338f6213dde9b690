import type { Vocabulary } from '../../types/semantic-type.ts'
import { foldWords } from '../../types/text/fold-text.ts'
import { vocabularySchema } from '../document/domain-document.ts'
import type { DomainFiles } from '../domain-files.ts'
import { faultAt, schemaFaults } from '../faults-of.ts'
import { readYaml } from '../read-yaml.ts'
import type { Compiler } from './compiler.ts'

const FILE = /^vocabularies\/(.+)\.ya?ml$/

/** The vocabularies of a domain's folder, by the names of their files. One word that means two terms is a fault of both. */
export function compileVocabularies(files: DomainFiles, compiler: Compiler): ReadonlyMap<string, Vocabulary> {
  const vocabularies = new Map<string, Vocabulary>()
  for (const [path, text] of Object.entries(files)) {
    const id = FILE.exec(path)?.[1]
    if (id === undefined) continue
    const outcome = readYaml(path, text)
    if ('faults' in outcome) {
      compiler.add(outcome.faults)
      continue
    }
    const parsed = vocabularySchema.safeParse(outcome.read.value, { reportInput: true })
    if (!parsed.success) {
      compiler.add(schemaFaults(outcome.read, parsed.error, vocabularySchema))
      continue
    }
    const terms = new Map<string, string>()
    const say = (path: readonly PropertyKey[], word: string, term: string) => {
      const key = foldWords(word, '')
      const known = terms.get(key)
      if (known !== undefined && known !== term)
        compiler.add([
          faultAt(
            outcome.read,
            path,
            `"${word}" means "${known}" already. Let it mean one thing: take it out of one of the two.`,
          ),
        ])
      else terms.set(key, term)
    }
    for (const [term, words] of Object.entries(parsed.data.terms ?? {})) {
      say(['terms', term], term, term)
      for (const [at, word] of words.entries()) say(['terms', term, at], word, term)
    }
    for (const [at, word] of (parsed.data.words ?? []).entries()) say(['words', at], word, word)
    vocabularies.set(id, { id, terms })
  }
  return vocabularies
}
