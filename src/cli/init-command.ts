import { access, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { ID_PATTERN } from '../config/id-pattern.ts'
import { compileDomain } from '../domain/compile/compile-domain.ts'
import { faultLine } from '../domain/fault.ts'
import { nameOfLabel } from '../drafting/attribute-names.ts'
import { draftDomain } from '../drafting/draft-domain.ts'
import { stemOf } from '../drafting/file-patterns.ts'
import type { DomainDraft } from '../drafting/index.ts'
import { renderProject } from '../drafting/render-project.ts'
import type { CliIo } from './cli-io.ts'
import { describeDraft, describeQuestions, draftDocument } from './describe-draft.ts'
import { type AnswerOptions, answersOf } from './draft-answers.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { jsonText, plainText } from './plain-text.ts'
import { sampleFiles } from './sample-files.ts'
import { settleDraft } from './settle-draft.ts'

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
  const { tables, skipped } = await sampleFiles(files, options.from)
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
  const project = renderProject(draft)
  if (settled.outcome === 'open') {
    if (options.json)
      io.out(`${jsonText({ ...draftDocument(draft, skipped), files: Object.keys(project), written: false })}\n`)
    io.err(
      `Nothing was written: nobody can be asked here. Say it, or take the guesses with --yes:\n${describeQuestions(draft.questions)}`,
    )
    return EXIT.usage
  }
  checkCompiles(id, project[`domains/${id}/domain.yaml`] ?? '')
  if (!options.dryRun) await writeNew(resolve(options.out), project)
  if (options.json)
    io.out(`${jsonText({ ...draftDocument(draft, skipped), files: Object.keys(project), written: !options.dryRun })}\n`)
  else if (options.dryRun)
    for (const [path, text] of Object.entries(project)) io.out(`\n--- ${plainText(join(options.out, path))}\n${text}`)
  else
    io.out(
      `\nWritten: ${Object.keys(project)
        .map((path) => plainText(join(options.out, path)))
        .join(', ')}\n${nextLine(draft, options)}`,
    )
  return EXIT.ok
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

function nextLine({ id }: DomainDraft, { from, out }: InitOptions): string {
  const pipeline = plainText(join(out, 'pipelines', `${id}.yaml`))
  return `Next: hotpass run ${pipeline} --landing ${plainText(from ?? '<the folder of the files>')}\n`
}

/** @throws Error: a draft that does not compile is a fault of this program */
function checkCompiles(id: string, text: string): void {
  const outcome = compileDomain({ 'domain.yaml': text })
  if (outcome.outcome === 'faulty')
    throw new Error(
      `The draft of ${id} does not hold together; please report it:\n${outcome.faults.map(faultLine).join('\n')}`,
    )
}

/** Writes all files or none; refuses when one of them is there. */
async function writeNew(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const path of Object.keys(files))
    if (await isThere(join(folder, path)))
      throw new UsageError(
        `${join(folder, path)} is there already, and nothing is written over. Say --out <folder>, or --domain <id> for another domain.`,
      )
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text, { flag: 'wx' })
  }
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
