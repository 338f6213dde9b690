import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { ID_PATTERN } from '../config/id-pattern.ts'
import { PROJECT_FILE } from '../config/project-file.ts'
import { SETTINGS } from '../config/settings.ts'
import { compileDomain } from '../domain/compile/compile-domain.ts'
import { faultLine } from '../domain/fault.ts'
import { nameOfLabel } from '../drafting/attribute-names.ts'
import { draftDomain } from '../drafting/draft-domain.ts'
import { stemOf } from '../drafting/file-patterns.ts'
import type { DomainDraft } from '../drafting/index.ts'
import { renderProject } from '../drafting/render-project.ts'
import type { CliIo } from './cli-io.ts'
import { shellWord } from './complete-commands.ts'
import { describeDraft, describeQuestions, draftDocument } from './describe-draft.ts'
import { type AnswerOptions, answersOf } from './draft-answers.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { isInstalledAbove, ownManifest } from './own-manifest.ts'
import { jsonText, plainText } from './plain-text.ts'
import { copyInto, landingFor, type ProjectLanding } from './project-landing.ts'
import { sampleFiles } from './sample-files.ts'
import { settleDraft } from './settle-draft.ts'
import { newFiles, writeNew } from './write-new.ts'

export interface InitOptions extends AnswerOptions {
  readonly from?: string
  readonly domain?: string
  readonly out: string
  readonly yes: boolean
  readonly dryRun: boolean
  readonly json: boolean
}

/**
 * `hotpass init`: a project from unknown files. Shows what it guesses, asks what it cannot know, and writes what was not there.
 * @throws UsageError, SourceError
 */
export async function initCommand(named: readonly string[], options: InitOptions, io: CliIo): Promise<number> {
  const files = named.length > 0 || options.from !== undefined ? named : await askForFile(io)
  if (files === null) return EXIT.cancelled
  // Told before anything is asked: nobody answers questions in vain.
  await newFiles(resolve(options.out), { [PROJECT_FILE]: '' }, {})
  const { tables, skipped, paths } = await sampleFiles(files, options.from)
  if (tables.length === 0)
    throw new UsageError(`Nothing can be told of ${skipped.map(({ file, why }) => `${file}: ${why}`).join(' ')}`)
  const id = options.domain ?? nameOfLabel(stemOf(tables[0]?.file ?? ''), 0).replace(/^column_1$/, 'records')
  if (!ID_PATTERN.test(id) || id.length > 64)
    throw new UsageError(`"${id}" cannot be a domain's id: lower-case letters, digits, _ and -. Say --domain <id>.`)
  const draftWith = (answers: Parameters<typeof draftDomain>[2]) => draftDomain(id, tables, answers)
  const show = (draft: DomainDraft) => {
    if (!options.json) io.out(describeDraft(draft, skipped, io.outColumns))
  }
  const settled = await settleDraft(draftWith, answersOf(options, tables), options, io, show)
  if (settled.outcome === 'stopped') return EXIT.cancelled
  const { draft } = settled
  if (draft.entities.length === 0) throw new UsageError('No column of the files can be read. Give each column a label.')
  const place = await landingFor(options.out, paths)
  const { own, beside: all } = renderProject(draft, {
    ...ownManifest(),
    landing: place.landing,
    strewn: place.copies.map(([from]) => below(options.out, from)).filter((path) => path !== undefined),
    usualWidth: SETTINGS['ingest.max_columns'].default,
  })
  const { 'package.json': manifest = '', ...others } = all
  const beside = isInstalledAbove(options.out) ? others : { ...others, 'package.json': manifest }
  const { files: project, kept } = await newFiles(resolve(options.out), own, beside)
  const tell = (written: boolean) =>
    io.out(`${jsonText({ ...draftDocument(draft, skipped), ...told(options.out, project, kept, place), written })}\n`)
  if (settled.outcome === 'open') {
    if (options.json) tell(false)
    io.err(
      `Nothing was written: nobody can be asked here. Say it, or take the guesses with --yes:\n${describeQuestions(draft.questions)}`,
    )
    return EXIT.usage
  }
  checkCompiles(id, own[`domains/${id}/domain.yaml`] ?? '')
  if (!options.dryRun) {
    await writeNew(resolve(options.out), project)
    await copyInto(place)
  }
  if (options.json) tell(!options.dryRun)
  else if (options.dryRun)
    for (const [path, text] of Object.entries(project)) io.out(`\n--- ${plainText(join(options.out, path))}\n${text}`)
  else io.out(written(options.out, project, kept, place))
  return EXIT.ok
}

/** A path from the project's folder, with `/`; undefined for what does not lie in it. */
const below = (out: string, path: string): string | undefined => {
  const from = relative(resolve(out), path)
  return /^\.\.(?:[/\\]|$)/.test(from) || isAbsolute(from) ? undefined : from.split(sep).join('/')
}

const told = (out: string, files: object, kept: readonly string[], { landing, copies }: ProjectLanding) => ({
  files: Object.keys(files),
  kept,
  landing,
  copied: copies.map(([, to]) => relative(resolve(out), to)),
})

/** What was done, and the command that follows. */
function written(out: string, files: object, kept: readonly string[], { landing, copies }: ProjectLanding): string {
  const inside = (path: string) => plainText(join(out, path))
  const lines = [
    '',
    `Written: ${Object.keys(files).map(inside).join(', ')}`,
    ...(kept.length === 0 ? [] : [`Left as it was: ${kept.map(inside).join(', ')}`]),
    copies.length === 0
      ? `Runs take files from ${inside(landing)}, where they lie already.`
      : `Copied to ${inside(landing)}, from where runs take files: ${copies.map(([from]) => plainText(relative('.', from))).join(', ')}`,
    ...(kept.includes('.gitignore') ? ['Keep .hotpass/ and what runs read out of version control.'] : []),
    `Next: ${resolve(out) === resolve('.') ? '' : `cd ${shellWord(out)} && `}hotpass run`,
  ]
  return `${lines.join('\n')}\n`
}

async function askForFile(io: CliIo): Promise<readonly string[] | null> {
  if (io.ask === undefined) throw new UsageError('Name the files to begin with, or --from <folder>.')
  const path = await io.ask({
    message: 'Which file (.csv, .xlsx, .jsonl, .parquet)?',
    choices: [],
    initial: null,
    check: (text) => (text.trim() === '' ? 'Give the path of a file.' : undefined),
  })
  return path === null ? null : [path.trim()]
}

/** @throws Error: a draft that does not compile is a fault of this program */
function checkCompiles(id: string, text: string): void {
  const outcome = compileDomain({ 'domain.yaml': text })
  if (outcome.outcome === 'faulty')
    throw new Error(
      `The draft of ${id} does not hold together; please report it:\n${outcome.faults.map(faultLine).join('\n')}`,
    )
}
