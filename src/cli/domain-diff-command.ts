import { domainChanges } from '../ledger/domain-changes.ts'
import type { DomainChanges } from '../ledger/index.ts'
import { loadDomain } from '../ledger/load-domain.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { readChannel } from '../versions/channel.ts'
import { readRelease } from '../versions/release.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions } from './common-options.ts'
import { describeChanges } from './describe-changes.ts'
import { EXIT } from './exit-codes.ts'
import { fitText } from './fit-text.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainLines } from './plain-text.ts'
import { ofProject } from './project-of.ts'
import { askedDomain } from './run-options.ts'

interface AskedPipeline {
  readonly pipeline: string
  readonly profile?: string | undefined
  readonly set: readonly string[]
}

/** What changed in a pipeline's domain since its current release. */
export async function changesInStore(
  store: ObjectStore,
  asked: AskedPipeline,
): Promise<{ pipeline: string; changes: DomainChanges }> {
  const { pipeline, domain } = await loadDomain(asked)
  const number = await readChannel(store, pipeline.id, 'latest')
  const release = number === undefined ? undefined : await readRelease(store, pipeline.id, number)
  return { pipeline: pipeline.id, changes: await domainChanges(store, release, domain) }
}

/**
 * `hotpass domain diff`: what changed in a domain since the current release, and what that makes of published data. Exit code 1 when
 * something would break.
 */
export async function domainDiffCommand(
  named: string | undefined,
  options: CommonOptions & { readonly domain?: string },
  io: CliIo,
): Promise<number> {
  const store = await openExistingStore(options.store)
  const asked = { pipeline: ofProject(named, undefined).pipeline, profile: askedDomain(options), set: [] }
  const { pipeline, changes: found } = await changesInStore(store, asked)
  const broken = found.changes.some(({ breaking }) => breaking)
  if (options.json) io.out(`${jsonText({ ok: !broken, pipeline, ...found })}\n`)
  else {
    const lines = describeChanges(found)
    const nothing =
      found.release === null
        ? `${pipeline} has no release yet, so nothing can break.`
        : `The domain of ${pipeline} is as release ${found.release} has it.`
    io.out(`${fitText(plainLines(lines.length === 0 ? nothing : lines.join('\n')), io.outColumns)}\n`)
  }
  return broken ? EXIT.failed : EXIT.ok
}
