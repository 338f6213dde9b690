import { readFile, writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { meantProject } from '../config/shipped-project.ts'
import { openEngine } from '../engine/engine.ts'
import { loadDomain } from '../ledger/load-domain.ts'
import { pinnedSuites } from '../ledger/pinned-suites.ts'
import { checkSuite } from '../quality/check-suite.ts'
import { importSuite } from '../quality/import-suite.ts'
import { askContext } from '../quality/judge-suite.ts'
import { openScratch } from '../storage/scratch.ts'
import type { CliIo } from './cli-io.ts'
import { EXIT } from './exit-codes.ts'
import { jsonText, plainLines } from './plain-text.ts'
import { ofProject } from './project-of.ts'
import { table } from './table.ts'

/** `hotpass suites check`: every suite of a pipeline against its contract, patterns and formats in the engine. Throws `SuiteError`. */
export async function suitesCheckCommand(
  named: string | undefined,
  options: { json: boolean },
  io: CliIo,
): Promise<number> {
  const { pipeline } = ofProject(named, undefined, meantProject())
  const { byDataset, shapes } = await pinnedSuites((await loadDomain({ pipeline, set: [] })).domain)
  const scratch = await openScratch(null)
  const engine = await openEngine({ memoryLimitMb: 128, threads: 1, scratch: scratch.path, reach: { folders: [] } })
  try {
    const checked = []
    for (const [dataset, { asked, suite, contract }] of byDataset) {
      const shape = shapes.get(dataset)
      if (shape !== undefined)
        for (const one of asked) await checkSuite(one, askContext(shape, shapes, new Date()), engine)
      checked.push({
        dataset,
        kind: contract.kind,
        owner: suite?.owner ?? contract.owner,
        expectations: suite?.expectations.length ?? 0,
        promised: asked
          .filter(({ origin }) => origin === 'contract')
          .reduce((n, one) => n + one.expectations.length, 0),
      })
    }
    if (options.json) io.out(`${jsonText({ ok: true, suites: checked })}\n`)
    else {
      const rows = checked.map(({ dataset, kind, owner, expectations, promised }) => [
        dataset,
        kind,
        owner,
        expectations,
        promised,
      ])
      io.out(`${table([['dataset', 'kind', 'owner', 'suite', 'contract'], ...rows], io.outColumns).join('\n')}\n`)
    }
    return EXIT.ok
  } finally {
    engine.close()
    await scratch.remove()
  }
}

/** `hotpass suites import`: a Great Expectations suite as one of ours; what could not be taken over is told on stderr. */
export async function suitesImportCommand(
  file: string,
  options: { dataset?: string; out?: string; json: boolean },
  io: CliIo,
): Promise<number> {
  const imported = importSuite(await readFile(resolve(file), 'utf8'), basename(file), options.dataset)
  if (options.out !== undefined) await writeFile(resolve(options.out), imported.text, { flag: 'wx' })
  if (options.json) io.out(`${jsonText({ ...imported, out: options.out ?? null })}\n`)
  else if (options.out === undefined) io.out(imported.text)
  else io.out(`wrote ${options.out}: ${imported.imported} expectations\n`)
  for (const note of imported.notes) io.err(plainLines(`note: ${note}\n`))
  if (options.out !== undefined) io.err('Next: name it under "suites" of a pipeline, then: hotpass suites check\n')
  return EXIT.ok
}
