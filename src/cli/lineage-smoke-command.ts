import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packagePath } from '../config/package-path.ts'
import { LineageError, TransportError } from '../lineage/errors.ts'
import { MarquezReader } from '../lineage/smoke/marquez-reader.ts'
import { evidenceMarkdown, gatherEvidence } from '../lineage/smoke/smoke-evidence.ts'
import { httpTransport } from '../lineage/transports/http-transport.ts'
import { runEvents } from '../run/lineage/run-graph.ts'
import { runPipeline } from '../runtime/run-pipeline.ts'
import { openStore } from '../storage/open-store.ts'
import { openScratch } from '../storage/scratch.ts'
import type { CliIo } from './cli-io.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { jsonText } from './plain-text.ts'

export interface LineageSmokeOptions {
  readonly url: string
  readonly out: string
  readonly json: boolean
}

/**
 * `hotpass lineage smoke`: runs the examples in a store of their own, sends every event, and asks the back end for what it made of
 * them. The run itself sends nothing: a smoke test waits for its answers, a run does not.
 */
export async function lineageSmokeCommand(options: LineageSmokeOptions, io: CliIo): Promise<number> {
  if (!/^https?:\/\//.test(options.url))
    throw new UsageError(`"${options.url}" is no address. Write it as http://host:port.`)
  const apiKey = io.env.OPENLINEAGE_API_KEY
  const scratch = await openScratch(null)
  const disabled = process.env.OPENLINEAGE_DISABLED
  process.env.OPENLINEAGE_DISABLED = 'true'
  try {
    io.err('Running the examples …\n')
    const store = join(scratch.path, 'store')
    const result = await runPipeline({
      pipeline: 'refinement',
      store,
      landing: packagePath('examples/landing'),
      signal: io.signal,
    })
    if (result.status !== 'published')
      throw new LineageError(`The examples ended ${result.status}; there is nothing to compare.`)
    const events = await runEvents(openStore(store), result.run)
    io.err(`Sending ${events.length} events to ${options.url} …\n`)
    const transport = httpTransport({
      type: 'http',
      url: options.url,
      ...(apiKey ? { auth: { type: 'api_key', apiKey } } : {}),
    })
    const refused: { event: string; message: string }[] = []
    try {
      for (const event of events)
        await transport.emit(event, { signal: io.signal }).catch((error) => {
          if (!(error instanceof TransportError) || error.fault !== 'refused') throw error
          refused.push({ event: `${event.eventType} ${event.job.name}`, message: error.message })
        })
    } finally {
      await transport.close?.()
    }
    io.err('Reading back …\n')
    const evidence = { ...(await gatherEvidence(options.url, events, new MarquezReader(options.url, apiKey))), refused }
    await mkdir(options.out, { recursive: true })
    const [json, markdown] = [join(options.out, 'lineage-smoke.json'), join(options.out, 'lineage-smoke.md')]
    await writeFile(json, `${JSON.stringify(evidence, null, 2)}\n`)
    const page = evidenceMarkdown(evidence)
    await writeFile(markdown, refused.length === 0 ? page : `${page}\nRefused: ${refused.length} events.\n`)
    const missing = evidence.items.filter(({ found }) => !found).length
    if (options.json) io.out(`${jsonText({ evidence: json, sent: evidence.items.length, missing, refused })}\n`)
    else io.out(`${page}\nWritten: ${json}, ${markdown}\n`)
    return missing === 0 && refused.length === 0 ? EXIT.ok : EXIT.failed
  } finally {
    if (disabled === undefined) delete process.env.OPENLINEAGE_DISABLED
    else process.env.OPENLINEAGE_DISABLED = disabled
    await scratch.remove()
  }
}
