import { existsSync, readdirSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { findProject } from '../config/project.ts'
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
import { namedDomain } from './meant-domain.ts'
import { jsonText, plainText } from './plain-text.ts'
import { copiesInto, copyInto, type ProjectLanding } from './project-landing.ts'
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
  const { folder, landing } = meantDomain(options.domain)
  const files = await loadDomainFiles(folder)
  const outcome = compileDomain(files)
  if (outcome.outcome === 'faulty') throw new DomainFaultsError(folder, outcome.faults)
  const existing = existingDomain(outcome.domain)
  for (const file of named) {
    const source = takenBy(basename(file), existing)
    if (source !== undefined)
      throw new UsageError(`${basename(file)} is a file of the source "${source}" already: a run takes it as it is.`)
  }
  const { tables, skipped, paths } = await sampleFiles(named, undefined)
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
  const copies = landing === undefined ? [] : await copiesInto(landing, paths)
  if (!options.dryRun) {
    const beside = `${path}.new`
    await writeFile(beside, text, { flag: 'wx' })
    await rename(beside, path)
    await copyInto({ copies })
  }
  if (options.json) tell(!options.dryRun)
  else if (options.dryRun) io.out(`\n--- ${plainText(path)}\n${text}`)
  else
    io.out(
      `\nAdded to ${plainText(relative('.', path))}: ${draft.sources.map(({ id, trust }) => `${id} (trust ${trust})`).join(', ')}\n${whereFilesLie(landing, copies)}\n`,
    )
  return EXIT.ok
}

function whereFilesLie(landing: string | undefined, copies: ProjectLanding['copies']): string {
  if (landing === undefined) return 'Next: run its pipeline with the files in the landing folder.'
  const place = plainText(relative('.', landing) || '.')
  const lies =
    copies.length === 0
      ? `Runs take files from ${place}, where they lie already.`
      : `Copied to ${place}, from where runs take files: ${copies.map(([from]) => plainText(relative('.', from))).join(', ')}`
  return `${lies}\nNext: hotpass run`
}

/**
 * The domain that is named, or the only one of the project or of the working folder; with the landing folder of the project it is in.
 * @throws UsageError where none is named and not one alone is there
 */
function meantDomain(named: string | undefined): { readonly folder: string; readonly landing: string | undefined } {
  const project = findProject()
  const root = project?.folder ?? '.'
  const folder = named === undefined ? onlyDomain(join(root, 'domains')) : namedDomain(named).folder
  const isOwn = project?.pipelines.some(({ domainFolder }) => domainFolder === resolve(folder)) ?? false
  return { folder, landing: isOwn ? project?.landing : undefined }
}

function onlyDomain(root: string): string {
  const known = existsSync(root) ? readdirSync(root).filter((name) => existsSync(join(root, name, 'domain.yaml'))) : []
  const [only] = known
  if (only === undefined || known.length > 1)
    throw new UsageError(
      known.length === 0
        ? 'There is no domain in domains/. hotpass init writes one; or say --domain <folder>.'
        : `Which domain? Say --domain with one of ${known.join(', ')}.`,
    )
  return join(root, only)
}
