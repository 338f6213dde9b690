import { createReadStream } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Engine } from '../engine/engine.ts'
import { type ComparedStates, compareStates, datasetChange, linkedStates } from '../ledger/dataset-change.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { differenceColumns, differenceRowsSql } from '../versions/difference-rows.ts'
import { exportQuery } from '../versions/export-query.ts'
import { findDataset } from '../versions/find-dataset.ts'
import type { PublishedDataset } from '../versions/index.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { openVersions, type ToldVersion } from './compare-versions.ts'
import { describeDiff } from './describe-diff.ts'
import { count } from './describe-state.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { type ExportOptions, formatAsked, STDOUT } from './export-format.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainLines, plainText } from './plain-text.ts'
import { releasedInOrder, versionNamed } from './version-named.ts'
import { storeReach, withEngine } from './with-engine.ts'

/** `hotpass diff`: what differs between two released versions of a dataset; `--out` writes every difference to a file. */
export async function diffCommand(
  name: string,
  from: string | undefined,
  to: string | undefined,
  options: CommonOptions & PipelineOption & ExportOptions,
  io: CliIo,
): Promise<number> {
  if (options.as !== undefined && options.out === undefined)
    throw new UsageError(
      `--as says what to write, and no file is named. Add --out ${name.split('/').at(-1)}-diff.${options.as}`,
    )
  const format = formatAsked(options)
  const store = await openExistingStore(options.store)
  const found = await findDataset(store, name, options.pipeline)
  const called = options.pipeline === undefined ? name : `${found.pipeline}/${found.dataset}`
  const numbers = await versionsMeant(store, found, called, from, to)
  const { out } = options
  const reach = out === undefined || out === STDOUT ? storeReach(store) : storeReach(store, dirname(resolve(out)))
  return withEngine(reach, async (engine, scratch) => {
    const { states, before, after } = await openVersions(store, found, numbers, join(scratch, 'versions'))
    if (out === STDOUT) {
      const path = join(scratch, `diff.${format}`)
      await writeLines(engine, states, { format, out: path, of: found, before, after })
      for await (const text of createReadStream(path, 'utf8')) io.out(String(text))
      return EXIT.ok
    }
    const change = await datasetChange(engine, states)
    const written =
      out === undefined ? undefined : await writeLines(engine, states, { format, out, of: found, before, after })
    if (options.json) {
      const { rows: _, before: __, ...differences } = change
      const document = { pipeline: found.pipeline, dataset: found.dataset, before, after, ...differences }
      io.out(`${jsonText(written === undefined ? document : { ...document, file: written })}\n`)
    } else {
      const lines = describeDiff({ called, before, after, change, terminal: io.outColumns, file: out !== undefined })
      io.out(`${plainLines(lines.join('\n'))}\n`)
      if (written !== undefined)
        io.out(
          `\n${count(written.lines, 'line')} in ${plainText(written.path)}. Values are unmasked: keep the file to yourself.\n`,
        )
      if ((written?.cutCells ?? 0) > 0)
        io.err(
          `${count(written?.cutCells ?? 0, 'cell')} cut at Excel's 32,767 characters; the other formats hold them whole.\n`,
        )
    }
    return EXIT.ok
  })
}

/** The two versions that are meant: those that are named, else the last two; one that is named against the last. @throws UsageError */
async function versionsMeant(
  store: ObjectStore,
  of: PublishedDataset,
  called: string,
  from: string | undefined,
  to: string | undefined,
): Promise<{ before: number; after: number }> {
  if (from !== undefined && to !== undefined)
    return {
      before: await versionNamed(store, of, from, called),
      after: await versionNamed(store, of, to, called),
    }
  const released = await releasedInOrder(store, of)
  const after = released.at(-1)
  if (after === undefined)
    throw new UsageError(`Nothing of ${called} is released yet. See what there is with: hotpass versions ${called}`)
  if (from !== undefined) return { before: await versionNamed(store, of, from, called), after }
  const before = released.at(-2)
  if (before === undefined)
    throw new UsageError(
      `${called} has one released version (${after}), so there is nothing to compare it with. See it with: hotpass versions ${called}`,
    )
  return { before, after }
}

interface Lines {
  readonly format: ReturnType<typeof formatAsked>
  readonly out: string
  readonly of: PublishedDataset
  readonly before: ToldVersion
  readonly after: ToldVersion
}

/** Every difference, a line a field, as it stands in the versions. */
async function writeLines(engine: Engine, states: ComparedStates, { format, out, of, before, after }: Lines) {
  const comparison = compareStates(states)
  const linked = linkedStates(states, comparison.key)
  const query = differenceRowsSql(comparison, linked ?? undefined)
  const fields = differenceColumns(comparison)
  const shown = ({ version, semanticVersion }: ToldVersion) => `${version} (${semanticVersion})`
  const written = await exportQuery({
    engine,
    query,
    fields,
    format,
    out,
    called: `${of.dataset}-${before.version}-${after.version}`,
    about: [
      ['Dataset', `${of.pipeline}/${of.dataset}`],
      ['Before', shown(before)],
      ['After', shown(after)],
    ],
  })
  const [counted] = await engine.rows<{ lines: number }>(`SELECT count(*) AS lines FROM (${query})`)
  return { ...written, lines: counted?.lines ?? 0 }
}
