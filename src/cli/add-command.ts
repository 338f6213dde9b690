import { existsSync, readdirSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { locateDomain } from '../config/locate-domain.ts'
import { compileDomain } from '../domain/compile/compile-domain.ts'
import { DomainFaultsError } from '../domain/errors.ts'
import { faultLine } from '../domain/fault.ts'
import { loadDomainFiles } from '../domain/load-domain-files.ts'
import { draftDomain } from '../drafting/draft-domain.ts'
import { existingDomain, takenBy } from '../drafting/existing-domain.ts'
import { extendDomain } from '../drafting/extend-domain.ts'
import type { Answers, DomainDraft } from '../drafting/index.ts'
import type { CliIo } from './cli-io.ts'
import { describeDraft, describeQuestions, draftDocument } from './describe-draft.ts'
import { type AnswerOptions, answersOf } from './draft-answers.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { jsonText, plainText } from './plain-text.ts'
import { sampleFiles } from './sample-files.ts'
import { settleDraft } from './settle-draft.ts'

export interface AddOptions extends AnswerOptions {
  readonly domain?: string
  readonly yes: boolean
  readonly dryRun: boolean
  readonly json: boolean
}

/**
 * `hotpass add`: sources for a domain that is there. Its domain.yaml gets them at the end, and attributes that nobody said before; what a
 * person wrote in it stays.
 * @throws UsageError, SourceError, DomainError
 */
export async function addCommand(named: readonly string[], options: AddOptions, io: CliIo): Promise<number> {
  const folder = domainFolder(options.domain)
  const files = await loadDomainFiles(folder)
  const outcome = compileDomain(files)
  if (outcome.outcome === 'faulty') throw new DomainFaultsError(folder, outcome.faults)
  const existing = existingDomain(outcome.domain)
  for (const file of named) {
    const source = takenBy(basename(file), existing)
    if (source !== undefined)
      throw new UsageError(`${basename(file)} is a file of the source "${source}" already: a run takes it as it is.`)
  }
  const { tables, skipped } = await sampleFiles(named, undefined)
  if (tables.length === 0)
    throw new UsageError(`Nothing can be told of ${skipped.map(({ file, why }) => `${file}: ${why}`).join(' ')}`)
  const answers = answersOf(options, tables)
  const taken = existing.sources.find(({ trust }) => trust === answers.trust)
  if (taken !== undefined)
    throw new UsageError(`"${taken.id}" is trusted ${answers.trust} already. Give another number with --trust.`)
  const draftWith = (said: Answers) => draftDomain(outcome.domain.id, tables, said, existing)
  const show = (draft: DomainDraft) => {
    if (!options.json) io.out(describeDraft(draft, skipped, io.outColumns))
  }
  const settled = await settleDraft(draftWith, answers, options, io, show)
  if (settled.outcome === 'stopped') return EXIT.cancelled
  const { draft } = settled
  const path = join(folder, 'domain.yaml')
  const tell = (written: boolean) =>
    io.out(`${jsonText({ ...draftDocument(draft, skipped), files: [path], written })}\n`)
  if (settled.outcome === 'open') {
    if (options.json) tell(false)
    io.err(
      `Nothing was written: nobody can be asked here. Say it, or take the guesses with --yes:\n${describeQuestions(draft.questions)}`,
    )
    return EXIT.usage
  }
  const text = extendDomain(files['domain.yaml'] ?? '', draft, existing)
  const extended = compileDomain({ ...files, 'domain.yaml': text })
  if (extended.outcome === 'faulty')
    throw new UsageError(
      `The files do not fit ${path}, which stays as it is:\n${extended.faults.map((fault) => `  ${faultLine(fault)}`).join('\n')}\nSay with --entity what their rows are about, or map them by hand.`,
    )
  if (!options.dryRun) {
    const beside = `${path}.new`
    await writeFile(beside, text, { flag: 'wx' })
    await rename(beside, path)
  }
  if (options.json) tell(!options.dryRun)
  else if (options.dryRun) io.out(`\n--- ${plainText(path)}\n${text}`)
  else
    io.out(
      `\nAdded to ${plainText(path)}: ${draft.sources.map(({ id, trust }) => `${id} (trust ${trust})`).join(', ')}\nNext: run its pipeline with the files in the landing folder.\n`,
    )
  return EXIT.ok
}

/** @throws UsageError where none is named and not one alone is there */
function domainFolder(named: string | undefined): string {
  if (named !== undefined) {
    const own = join('domains', named)
    return existsSync(join(own, 'domain.yaml')) ? own : locateDomain(named).folder
  }
  const known = existsSync('domains')
    ? readdirSync('domains').filter((name) => existsSync(join('domains', name, 'domain.yaml')))
    : []
  const [only] = known
  if (only === undefined || known.length > 1)
    throw new UsageError(
      known.length === 0
        ? 'There is no domain in ./domains. hotpass init writes one; or say --domain <folder>.'
        : `Which domain? Say --domain with one of ${known.join(', ')}.`,
    )
  return join('domains', only)
}
