import { tmpdir } from 'node:os'
import type { ErasureObstacle } from '../ledger/index.ts'
import { closeDeadRuns, runsUnderWay } from '../runtime/local-runs.ts'
import { certificatePrefix, readCertificates } from '../stewardship/erasure/certificate.ts'
import { forget } from '../stewardship/erasure/forget.ts'
import type { ErasureCertificate } from '../stewardship/index.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainText } from './plain-text.ts'
import { table } from './table.ts'
import { whoDecides } from './who-decides.ts'
import { storeReach, withEngine } from './with-engine.ts'

interface ForgetCommandOptions extends CommonOptions, PipelineOption {
  readonly dryRun: boolean
  readonly yes: boolean
  readonly list: boolean
  readonly vouch: readonly string[]
  readonly why?: string
  readonly by?: string
}

/**
 * `hotpass forget <person>`: removes a person from the whole store. It counts first, asks, and then does it; `-` reads the person from
 * stdin, so that an address need not stand in a shell's history.
 */
export async function forgetCommand(
  asked: string | undefined,
  options: ForgetCommandOptions,
  io: CliIo,
): Promise<number> {
  const store = await openExistingStore(options.store)
  if (options.list) return listCertificates(store, options, io)
  if (asked === undefined)
    throw new UsageError(
      'Whom? Give the id of their record (per_…), an e-mail address, a phone number, another number of theirs, or - to read it from stdin.',
    )
  const key = asked === '-' ? await firstLine(io) : asked
  const by = whoDecides(options.by, io)
  if (!options.dryRun && (options.why ?? '').trim() === '')
    throw new UsageError(
      'An erasure is kept with who did it and why: give --why "…" (and --by <name>), or --dry-run to only look.',
    )
  // A run whose process is gone is no run under way.
  if (!options.dryRun) await closeDeadRuns(store, options.store)
  const work = (apply: boolean) =>
    withEngine(storeReach(store), (engine, scratch) =>
      forget({
        store,
        engine,
        scratch,
        key,
        pipeline: options.pipeline,
        apply,
        by,
        why: options.why ?? '',
        vouched: options.vouch,
        underWay: async () => (await runsUnderWay(store)).map(({ run }) => run),
        progress: (phase) => {
          io.signal.throwIfAborted()
          io.err(`${apply ? 'Erasing' : 'Looking at'}: ${phase}\n`)
        },
      }),
    ).catch((error: unknown) => {
      if (io.signal.aborted && error === io.signal.reason) return undefined
      throw error
    })
  const stopped = (applied: boolean): number => {
    io.err(
      applied
        ? 'hotpass: Stopped between two steps. Nobody is certified as forgotten: to go on where it stopped, say the same again.\n'
        : 'hotpass: Stopped. Nothing was changed.\n',
    )
    return EXIT.cancelled
  }
  if (options.dryRun || !options.yes) {
    const looked = await work(false)
    if (looked === undefined) return stopped(false)
    const { certificate, obstacles } = looked
    if (options.json) io.out(`${jsonText({ dryRun: true, counts: certificate.counts, obstacles })}\n`)
    else io.out(`${report(certificate, obstacles, 'would be rewritten or removed')}\n`)
    if (options.dryRun) return EXIT.ok
    if (!options.json) io.out('\nNothing was changed. This cannot be undone: to do it, say the same with --yes.\n')
    return EXIT.usage
  }
  const done = await work(true)
  if (done === undefined) return stopped(true)
  const { certificate } = done
  if (options.json) io.out(`${jsonText(certificate)}\n`)
  else
    io.out(
      `${report(certificate, [], 'were rewritten or removed')}\n\nAll ${certificate.examined} files of the store were looked through, and what other processes left on this machine in ${tmpdir()}.\n` +
        `Certificate: ${store.uri(`${certificatePrefix}${certificate.id}.json`)}\n` +
        'The person stays out of later runs. Take them out of the source systems too, and prove the versions with: hotpass verify <dataset>\n',
    )
  return EXIT.ok
}

function report({ counts }: ErasureCertificate, obstacles: readonly ErasureObstacle[], what: string): string {
  const lines = table([['where', what], ...Object.entries(counts)])
  if (obstacles.length > 0)
    lines.push(
      '',
      'Before these are put right the person cannot be certified as forgotten:',
      ...obstacles.map(({ where, why, remedy }) => plainText(`  ${where}: ${why}. ${remedy}`)),
    )
  return lines.join('\n')
}

async function firstLine(io: CliIo): Promise<string> {
  let text = ''
  for await (const piece of io.input) text += typeof piece === 'string' ? piece : Buffer.from(piece).toString('utf8')
  return text.split('\n')[0]?.trim() ?? ''
}

async function listCertificates(store: ObjectStore, options: CommonOptions, io: CliIo): Promise<number> {
  const certificates = await readCertificates(store)
  if (options.json) io.out(`${jsonText({ certificates })}\n`)
  else if (certificates.length === 0) io.out('Nobody was forgotten in this store.\n')
  else {
    const rows = certificates.map(({ id, completed, by, why }) => [id, completed, by, why])
    io.out(`${table([['erasure', 'completed', 'by', 'why'], ...rows], io.outColumns).join('\n')}\n`)
  }
  return EXIT.ok
}
