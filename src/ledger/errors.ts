import { stopAdvice, stopSentence, successorOf } from './stop-sentences.ts'

/** The stages' error family. Each message says what happened, where, and what to do next. */
export class StageError extends Error {
  override name = 'StageError'
}

/** Rows went in that did not come out: a bug, never an outcome. */
export class RowsNotConservedError extends StageError {
  override name = 'RowsNotConservedError'
  constructor(stage: string, read: number, accounted: number, detail: string) {
    super(
      `${stage} was given ${read} rows and accounts for ${accounted} (${detail}). ` +
        'Nothing was published. This is a defect of Hotpass: please report it with the run id.',
    )
  }
}

/** Cells went in that did not come out: a bug, never an outcome. */
export class CellsNotConservedError extends StageError {
  override name = 'CellsNotConservedError'
  /** @param of the source and the attribute */
  constructor(stage: string, of: string, read: number, accounted: number, detail: string) {
    super(
      `${stage} was given ${read} cells of ${of} and accounts for ${accounted} (${detail}). ` +
        'Nothing was published. This is a defect of Hotpass: please report it with the run id.',
    )
  }
}

/** A stage asked for what its definition does not name; its function on AWS would not carry it. */
export class StageNeedError extends StageError {
  override name = 'StageNeedError'
  constructor(stage: string, need: string) {
    super(`${stage} asks for "${need}", which its definition in src/stages does not name. Add it to \`needs\` there.`)
  }
}

/** There is nothing to work on. */
export class NothingLandedError extends StageError {
  override name = 'NothingLandedError'
  /** @param unmatched the files that are there; undefined when there is no folder to look into */
  constructor(where: string, unmatched: readonly string[] | undefined, patterns: readonly string[]) {
    super(
      `No landing file matches a source in ${where}.` +
        (unmatched === undefined
          ? ''
          : unmatched.length > 0
            ? ` Found but not matched: ${unmatched.slice(0, 5).join(', ')}.`
            : ' The folder is empty.') +
        ` Put files there whose names match one of: ${patterns.join(', ')}; or name another folder with --landing.`,
    )
  }
}

/** The file changed or vanished after the plan pinned it. */
export class SourceMovedError extends StageError {
  override name = 'SourceMovedError'
  constructor(key: string, expected: string, found: string) {
    super(
      `${key} is not the file that the plan pinned (sha256 ${expected.slice(0, 12)}…, now ${found.slice(0, 12)}…). ` +
        'Start a new run: it will plan with the file as it is now.',
    )
  }
}

/** A landing file was never the same twice while it was copied. */
export class SourceChangingError extends StageError {
  override name = 'SourceChangingError'
  constructor(path: string, tries: number) {
    super(
      `${path} was changed or removed each of ${tries} times while it was copied to the store, so nothing was taken of it. ` +
        'Wait until whoever writes it is done (or have it written elsewhere and moved here), then run again.',
    )
  }
}

/** A landing file or folder cannot be read. */
export class SourceUnreadableError extends StageError {
  override name = 'SourceUnreadableError'
  constructor(path: string, cause: unknown) {
    super(
      `${path} cannot be read (${cause instanceof Error ? cause.message : String(cause)}). ` +
        'Check its permissions and its disk, then run again; or take it out of the landing folder.',
      { cause },
    )
  }
}

/** Two pipelines wrote one table before tables belonged to a pipeline. */
export class TableSharedError extends StageError {
  override name = 'TableSharedError'
  constructor(table: string, pipelines: readonly string[]) {
    super(
      `${table} holds versions of several pipelines (${pipelines.join(', ')}), as stores did before tables belonged to one. ` +
        'Nothing was published. Part it first: "hotpass store upgrade --dry-run" says what that would do.',
    )
  }
}

/** A decision changed or vanished after the plan pinned it. */
export class DecisionMovedError extends StageError {
  override name = 'DecisionMovedError'
  constructor(key: string) {
    super(
      `${key} was changed or removed while the run went on. Decisions are written once: take one back with a new one, ` +
        'and start a new run.',
    )
  }
}

/** The code of a stage is not what the plan was made with: it was deployed, or edited, while the run went on. */
export class StageCodeChangedError extends StageError {
  override name = 'StageCodeChangedError'
  constructor(stage: string, run: string) {
    super(
      `The code of ${stage} changed after run ${run} was planned. Nothing was published. ` +
        `Plan it again with the code as it is now: hotpass retry ${run}`,
    )
  }
}

/** A sheet lacks a column that its contract requires. */
export class RequiredColumnMissingError extends StageError {
  override name = 'RequiredColumnMissingError'
  constructor(file: string, sheet: string, missing: readonly string[], header: readonly string[], suggestion: string) {
    super(
      `${file}, sheet "${sheet}": no column for ${missing.map((name) => `"${name}"`).join(', ')}. ` +
        `The header reads: ${header.slice(0, 30).join(' | ')}.${suggestion} ` +
        'Rename the column in the file, or let domain.yaml (or the synonyms of the contract) say the label that the file has.',
    )
  }
}

/** A document of the run that an earlier stage must have written is absent or malformed. */
export class RunDocumentError extends StageError {
  override name = 'RunDocumentError'
  constructor(key: string, why: string) {
    super(`${key} ${why}. Start a new run; if it happens again, check who else writes to this store.`)
  }
}

/** A finished file of a run is not what its stage wrote. */
export class WorkDamagedError extends StageError {
  override name = 'WorkDamagedError'
  constructor(run: string, file: { readonly key: string; readonly sha256: string }, found: string) {
    super(
      `${file.key}, which run ${run} reads, is not what was written there (sha256 ${file.sha256.slice(0, 12)}…, now ` +
        `${found.slice(0, 12)}…): it was changed or cut short afterwards. Nothing of it was used. ` +
        `Have it made again, and see who else writes to this store: hotpass retry ${run}`,
    )
  }
}

/** The object that says which runs are under way cannot be read. */
export class LeaseDamagedError extends StageError {
  override name = 'LeaseDamagedError'
  constructor(uri: string) {
    super(`${uri} does not say which runs are under way. If none is, delete it and start the run again.`)
  }
}

/** A model that people promoted cannot weigh the pairs of the entity as its settings are now, or is gone. */
export class PromotedModelError extends StageError {
  override name = 'PromotedModelError'
  /** @param what the model with its version and dataset  @param reason a clause, as in "compares a column …" */
  constructor(what: string, reason: string, dataset: string) {
    super(
      `${what} ${reason}. Nothing was read and nothing is published. Promote one that fits (hotpass models list ${dataset}), ` +
        'or run once with --set resolve.linkage_model=trained and promote what it registers.',
    )
  }
}

/** Rivals changed the lease faster than this run could. */
export class LeaseContentionError extends StageError {
  override name = 'LeaseContentionError'
  constructor(pipeline: string, tries: number) {
    super(`Asking for a turn of ${pipeline} lost ${tries} races in a row. Nothing was done; start the run again.`)
  }
}

/** Files or shards that failed for good, although the Map was told to go on without them. */
export class MissingShardsError extends StageError {
  override name = 'MissingShardsError'
  constructor(state: string, of: number, missing: readonly string[]) {
    const listed = missing.slice(0, 10).join('; ')
    const more = missing.length > 10 ? `; and ${missing.length - 10} more` : ''
    super(
      `${missing.length} of ${of} items of ${state} failed: ${listed}${more}. Nothing is published without their rows. Read the log of ${state}, correct or remove what failed, and retry the run: what is done is not done again.`,
    )
  }
}

/** A run has no quarantine that could be corrected. */
export class QuarantineNotFoundError extends StageError {
  override name = 'QuarantineNotFoundError'
  constructor(run: string, known: readonly string[]) {
    super(
      `No rows of run "${run}" are in quarantine. ` +
        (known.length > 0 ? `Runs with quarantined rows: ${known.slice(0, 5).join(', ')}.` : 'No run has any.') +
        ' List them with: hotpass quarantine list',
    )
  }
}

/** A corrected file, or correction, that cannot be taken. Nothing of it was recorded. */
export class ReadmissionRefusedError extends StageError {
  override name = 'ReadmissionRefusedError'
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    const more = problems.length > 20 ? `\n  and ${problems.length - 20} more` : ''
    super(
      `Nothing was re-admitted, because ${problems.length === 1 ? 'of this' : `of ${problems.length} problems`}:\n` +
        problems
          .slice(0, 20)
          .map((problem) => `  ${problem}`)
          .join('\n') +
        more,
    )
    this.problems = problems
  }
}

/** The run would break a hard limit of AWS. */
export class RunOverLimitError extends StageError {
  override name = 'RunOverLimitError'
  constructor(problems: readonly { readonly message: string }[]) {
    super(
      `This run is larger than AWS allows, so it was not started. ${problems.map(({ message }) => message).join(' ')} ` +
        'An estimate can be wrong: to try all the same, run with --set run.over_limit=try. "hotpass plan" shows the whole estimate.',
    )
  }
}

/** The domain is otherwise than the one that the current release was made by, and its readers would lose something. */
export class DomainChangedError extends StageError {
  override name = 'DomainChangedError'
  /** @param breaking a line each @param pipeline as it is named to run it */
  constructor(release: number, breaking: readonly string[], advice: readonly string[], pipeline: string) {
    const shown = breaking.slice(0, 20)
    super(
      [
        `The domain changed since release ${release} so that published data would break, so the run was not started:`,
        ...shown.map((line) => `  ${line}`),
        ...(breaking.length > shown.length ? [`  and ${breaking.length - shown.length} more`] : []),
        ...advice,
        `Take the change back; or, if it is meant: hotpass run ${pipeline} --set run.domain_changes=take. "hotpass domain diff ${pipeline}" shows all that changed.`,
      ].join('\n'),
    )
  }
}

/** Nobody, or more than one person, answers to what was given. */
export class PersonNotFoundError extends StageError {
  override name = 'PersonNotFoundError'
}

/** Something of the person was found after it had been taken out. */
export class ErasureIncompleteError extends StageError {
  override name = 'ErasureIncompleteError'
  constructor(where: string, rows: number) {
    super(
      `${where} still holds the person in ${rows} ${rows === 1 ? 'row' : 'rows'} after it was rewritten, so it was left as it is. ` +
        'This is a defect of Hotpass: please report it. Run the same command again once it is mended; it goes on where it stopped.',
    )
  }
}

/** A person stands in a file of a format out of which nothing can be taken. */
export class ErasureImpossibleError extends StageError {
  override name = 'ErasureImpossibleError'
  constructor(file: string, format: string) {
    super(
      `${file} holds the person, and nothing can be taken out of a ${format} file. ` +
        'Delete the file from the landing folder, or replace it by one of another format, and run the same command again.',
    )
  }
}

/** Something that could hold a person's data and that nobody has looked through: where, why not, and what to type. */
export interface ErasureObstacle {
  readonly where: string
  readonly why: string
  readonly remedy: string
}

/** What is left stands in the way of a certificate. What could be erased is erased, or nothing was begun; the sentence says which. */
export class ErasureRefusedError extends StageError {
  override name = 'ErasureRefusedError'
  readonly obstacles: readonly ErasureObstacle[]
  constructor(obstacles: readonly ErasureObstacle[], begun: boolean) {
    const [first] = obstacles
    super(
      `The person is not certified as forgotten: ${obstacles.length === 1 ? 'one thing stands' : `${obstacles.length} things stand`} in the way. ` +
        `${begun ? 'What could be erased is erased' : 'Nothing was changed'}; put these right and run the same command again:\n` +
        (first === undefined
          ? ''
          : obstacles.map(({ where, why, remedy }) => `  ${where}: ${why}.\n    ${remedy}`).join('\n')),
    )
    this.obstacles = obstacles
  }
}

/** The run stands on a release that is not the current one any more. */
export class BaseReleaseMovedError extends StageError {
  override name = 'BaseReleaseMovedError'
  /** @param asked the pipeline as it is named to run it, where that is not its id */
  constructor(
    run: string,
    pipeline: string,
    current: { readonly release: number; readonly run: string } | undefined,
    asked: string = pipeline,
  ) {
    const now =
      current === undefined ? 'there is none now' : `release ${current.release} by run ${current.run} is current now`
    super(
      `Run ${run} was planned on another release of ${pipeline} than the current one: ${now}. What it would publish knows ` +
        'nothing of that release, so it was not published. ' +
        `Start a new run; it finds finished work again: hotpass run ${asked}`,
    )
  }
}

/** Somebody decided that the run is not to publish, before it did. */
export class RunStoppedError extends StageError {
  override name = 'RunStoppedError'
  /** @param pipeline as it is named to run it */
  constructor(run: string, stop: Parameters<typeof stopSentence>[0], pipeline: string) {
    const why =
      successorOf(stop) === undefined
        ? `It was ${stop.reason === 'cancelled' ? 'cancelled' : 'ended'} by ${stop.by} at ${stop.at}.`
        : stopSentence(stop)
    super(`Run ${run} was stopped before it published. ${why} ${stopAdvice(run, stop, pipeline)}`)
  }
}
