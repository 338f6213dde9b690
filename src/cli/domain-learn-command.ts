import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isMap, isSeq, parseDocument } from 'yaml'
import { compileDomain } from '../domain/compile/compile-domain.ts'
import { faultLine } from '../domain/fault.ts'
import { loadDomainFiles } from '../domain/load-domain-files.ts'
import type { CliIo } from './cli-io.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { meantDomain } from './meant-domain.ts'
import { didYouMean } from './nearest.ts'
import { jsonText, plainText } from './plain-text.ts'

interface LearnOptions {
  /** The term that the word means; without it the word is a term of its own. */
  readonly as?: string
  readonly domain?: string
  readonly json: boolean
}

/** `hotpass domain learn <vocabulary> <word>`: puts a word that sources say into a vocabulary. Comments of the file stay. */
export async function domainLearnCommand(
  vocabulary: string,
  word: string,
  options: LearnOptions,
  io: CliIo,
): Promise<number> {
  const folder = meantDomain(options.domain)
  const files = await loadDomainFiles(folder)
  const path = [`vocabularies/${vocabulary}.yaml`, `vocabularies/${vocabulary}.yml`].find(
    (one) => files[one] !== undefined,
  )
  if (path === undefined) {
    const known = Object.keys(files).flatMap((one) => /^vocabularies\/(.+)\.ya?ml$/.exec(one)?.[1] ?? [])
    throw new UsageError(`The domain has no vocabulary "${vocabulary}".${didYouMean(vocabulary, known)}`)
  }
  const text = withWord(files[path] ?? '', word.trim(), options.as?.trim())
  const outcome = compileDomain({ ...files, [path]: text })
  if (outcome.outcome === 'faulty') throw new UsageError(outcome.faults.map(faultLine).join('\n'))
  await writeFile(join(folder, path), text)
  const term = options.as ?? word
  if (options.json) io.out(`${jsonText({ file: join(folder, path), word, term })}\n`)
  else
    io.out(
      `${plainText(`"${word}" means "${term}" in ${join(folder, path)}. The next run reads it so: hotpass run`)}\n`,
    )
  return EXIT.ok
}

/** @throws UsageError for a vocabulary of words alone, or a term that is not there */
export function withWord(text: string, word: string, as: string | undefined): string {
  const document = parseDocument(text)
  const terms = document.get('terms')
  if (word === '') throw new UsageError('The word is blank.')
  if (!isMap(terms)) throw new UsageError('The vocabulary has words and no terms, so nothing can mean one of them.')
  const known = terms.items.map(({ key }) => String(key))
  if (as === undefined || (as === word && !known.includes(word))) terms.set(word, document.createNode([]))
  else {
    // By its text: a term may be written as a number, and would stand there twice.
    const term = terms.items.find(({ key }) => String(key) === as)
    if (term === undefined) throw new UsageError(`The vocabulary has no term "${as}".${didYouMean(as, known)}`)
    if (isSeq(term.value) && term.value.items.length > 0) term.value.add(document.createNode(word))
    else term.value = document.createNode([word])
  }
  const written = document.toString({ lineWidth: 0, flowCollectionPadding: /\[ /.test(text) })
  return text.includes('\r\n') ? written.replaceAll('\n', '\r\n') : written
}
