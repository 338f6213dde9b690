import { spawn } from 'node:child_process'
import { rebuildSite } from '../run/observe/rebuild-site.ts'
import { readHead } from '../site/site-index.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText } from './plain-text.ts'
import { reviewSite } from './review-site.ts'
import { serveSite } from './serve-site.ts'
import { whoDecides } from './who-decides.ts'

interface DocsOptions extends CommonOptions, PipelineOption {
  readonly port: string
  readonly open: boolean
  readonly rebuild: boolean
}

/** `hotpass docs`: serves the pages of a store on this machine until Ctrl-C, or with `--rebuild` writes them anew. */
export async function docsCommand(options: DocsOptions, io: CliIo): Promise<number> {
  const port = Number(options.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError(`--port ${options.port} is no port. Give a number from 0 (any free one) to 65535.`)
  const store = await openExistingStore(options.store)
  if (options.rebuild) {
    const runs = await rebuildSite(store, (done) => done % 100 === 0 && io.err(`${done} runs\n`))
    io.out(
      options.json
        ? `${jsonText({ runs })}\n`
        : `Pages of ${runs} ${runs === 1 ? 'run' : 'runs'} written to ${store.uri('site/')}\n`,
    )
    return EXIT.ok
  }
  if ((await readHead(store)).etag === undefined)
    throw new UsageError(
      `${store.uri('site/')} has no pages yet. A run writes them; for runs from before: hotpass docs --rebuild`,
    )
  const review = reviewSite(store, whoDecides(undefined, io), options.pipeline)
  const server = await serveSite(store, port, review)
  // Behind a # it is sent to no server, and stands in no log.
  const answering = `${server.url}review/#token=${review.token}`
  try {
    io.out(
      options.json
        ? `${jsonText({ url: server.url, review: answering })}\n`
        : `Pages of ${store.uri('')}\n${server.url}\nTo answer whether pairs are one: ${answering}\nCtrl-C ends.\n`,
    )
    if (options.open) openBrowser(server.url, io)
    await new Promise<void>((done) => {
      if (io.signal.aborted) return done()
      io.signal.addEventListener('abort', () => done(), { once: true })
    })
  } finally {
    await server.close()
  }
  return EXIT.ok
}

const OPENERS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
}

function openBrowser(url: string, io: CliIo): void {
  const [command = 'xdg-open', ...before] = OPENERS[process.platform] ?? ['xdg-open']
  const child = spawn(command, [...before, url], { stdio: 'ignore', detached: true })
  child.on('error', () => io.err(`No browser could be opened from here; open ${url} yourself.\n`))
  child.unref()
}
