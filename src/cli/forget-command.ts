import { leaseHolders } from '../run/lease/run-lease.ts'
import { certificatePrefix, type ErasureCertificate } from '../stewardship/erasure/certificate.ts'
import { forget } from '../stewardship/erasure/forget.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText } from './plain-text.ts'
import { table } from './table.ts'
import { withEngine } from './with-engine.ts'

interface ForgetCommandOptions extends CommonOptions, PipelineOption {
  readonly dryRun: boolean
  readonly yes: boolean
  readonly list: boolean
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
      'Whom? Give a contact id (per_…), an e-mail address, a phone number, or - to read it from stdin.',
    )
  const key = asked === '-' ? await firstLine(io) : asked
  const by = options.by ?? io.env.HOTPASS_STEWARD ?? io.env.USER ?? ''
  if (!options.dryRun && (by.trim() === '' || (options.why ?? '').trim() === ''))
    throw new UsageError(
      'An erasure is kept with who did it and why: give --why "…" (and --by <name>), or --dry-run to only look.',
    )
  const [holder] = await leaseHolders(store)
  if (holder !== undefined && !options.dryRun)
    throw new UsageError(
      `${holder.run} is under way, and could write what is being erased. Wait for it to end: hotpass runs show ${holder.run}`,
    )
  const work = (apply: boolean) =>
    withEngine(store, (engine, scratch) =>
      forget({
        store,
        engine,
        scratch,
        key,
        pipeline: options.pipeline,
        apply,
        by,
        why: options.why ?? '',
        progress: (phase) => io.err(`${apply ? 'Erasing' : 'Looking at'}: ${phase}\n`),
      }),
    )
  const found = await work(false)
  if (options.dryRun || !options.yes) {
    if (options.json) io.out(`${jsonText({ dryRun: true, counts: found.counts, unreadable: found.unreadable })}\n`)
    else io.out(`${report(found, 'would be rewritten or removed')}\n`)
    if (options.dryRun) return EXIT.ok
    if (!options.json) io.out('\nNothing was changed. This cannot be undone: to do it, say the same with --yes.\n')
    return EXIT.usage
  }
  const certificate = await work(true)
  if (options.json) io.out(`${jsonText(certificate)}\n`)
  else
    io.out(
      `${report(certificate, 'were rewritten or removed')}\n\nCertificate: ${store.uri(`${certificatePrefix}${certificate.id}.json`)}\n` +
        'The person stays out of later runs. Take them out of the source systems too, and prove the versions with: hotpass verify <dataset>\n',
    )
  return EXIT.ok
}

function report({ counts, unreadable }: ErasureCertificate, what: string): string {
  const lines = table([['where', what], ...Object.entries(counts)])
  if (unreadable.length > 0)
    lines.push('', `No reader of Hotpass opens these, look at them yourself: ${unreadable.join(', ')}`)
  return lines.join('\n')
}

async function firstLine(io: CliIo): Promise<string> {
  let text = ''
  for await (const piece of io.input) text += typeof piece === 'string' ? piece : Buffer.from(piece).toString('utf8')
  return text.split('\n')[0]?.trim() ?? ''
}

async function listCertificates(store: ObjectStore, options: CommonOptions, io: CliIo): Promise<number> {
  const certificates: ErasureCertificate[] = []
  for await (const { key } of store.list(certificatePrefix)) {
    const held = await store.get(key)
    if (held) certificates.push(JSON.parse(new TextDecoder().decode(held.body)) as ErasureCertificate)
  }
  if (options.json) io.out(`${jsonText({ certificates })}\n`)
  else if (certificates.length === 0) io.out('Nobody was forgotten in this store.\n')
  else {
    const rows = certificates.map(({ id, completed, by, why }) => [id, completed, by, why])
    io.out(`${table([['erasure', 'completed', 'by', 'why'], ...rows], io.outColumns).join('\n')}\n`)
  }
  return EXIT.ok
}
