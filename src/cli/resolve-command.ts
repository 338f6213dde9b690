import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { CliIo } from './cli-io.ts'
import { count } from './describe-state.ts'
import { EXIT } from './exit-codes.ts'
import { jsonText, plainText } from './plain-text.ts'
import { checkEarlierResult } from './resolve/earlier-result.ts'
import { inputBySettings, readLinkageSettings } from './resolve/input-by-settings.ts'
import { inputByTypes, thingOfFiles } from './resolve/input-by-types.ts'
import { linkFiles } from './resolve/link-files.ts'
import { summaryLines } from './resolve/linkage-summary.ts'
import {
  checkNotReplaced,
  checkTogether,
  memoryOf,
  RESULT_FILES,
  type ResolveOptions,
  thresholdAsked,
} from './resolve/resolve-options.ts'
import { takenLines, takenTables } from './resolve/taken-columns.ts'
import { filesReach, withEngine } from './with-engine.ts'
import { refuseExisting } from './write-file.ts'

/**
 * `hotpass resolve`: links the rows of any files, by settings or without them by the types of their columns; writes who is one, a row an
 * entity, the pairs, the model and a report.
 * @throws UsageError, SourceError, LinkageSettingsConfigurationError, LinkageRecordsConfigurationError
 */
export async function resolveCommand(files: readonly string[], options: ResolveOptions, io: CliIo): Promise<number> {
  checkTogether(options)
  checkNotReplaced(files, options)
  const asked = thresholdAsked(options)
  const memoryLimitMb = memoryOf(options)
  const say = (text: string): void => io.err(`${plainText(text)}\n`)
  if (options.base !== undefined) await checkEarlierResult(options.base)
  if (options.suggest !== undefined) await refuseExisting(options.suggest)
  const meant = await meantBy(files, options)
  if (meant.by === 'types' && !options.json)
    io.out(`${takenLines(takenTables(meant.found.thing, meant.found.entity), io.outColumns).join('\n')}\n\n`)
  await mkdir(options.out, { recursive: true })
  const given = [...files, ...[options.truth, options.labels].filter((path) => path !== undefined)]
  const folders = [options.out, ...(options.base === undefined ? [] : [options.base])]
  return withEngine(
    await filesReach(given, ...folders),
    async (engine, scratch) => {
      const input =
        meant.by === 'settings'
          ? await inputBySettings(engine, files, meant.settings, options.sheet, say)
          : await inputByTypes(engine, scratch, meant.found)
      for (const note of input.notes) say(`Note: ${note}`)
      say(`Read ${count(input.rows, 'row')} from ${count(files.length, 'file')}.`)
      const summary = await linkFiles(engine, input, { ...options, files, asked }, say)
      for (const warning of summary.warnings) say(`Note: ${warning}`)
      const linked = input.recordsQuery === null ? files : [join(options.out, RESULT_FILES.records)]
      const suggested = options.suggest === undefined ? undefined : { settings: options.suggest, files: linked }
      io.out(options.json ? `${jsonText(summary)}\n` : summaryLines(summary, options.out, suggested, io.outColumns))
      return EXIT.ok
    },
    memoryLimitMb,
  )
}

/** What the rows are compared by: settings of a file, or what their columns are found to hold. */
async function meantBy(files: readonly string[], options: ResolveOptions) {
  return options.settings === undefined
    ? { by: 'types' as const, found: await thingOfFiles(files, options) }
    : { by: 'settings' as const, settings: await readLinkageSettings(options.settings) }
}
