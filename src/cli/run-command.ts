import type { PipelineResult } from '../runtime/pipeline-result.ts'
import { runPipeline } from '../runtime/run-pipeline.ts'
import type { CliIo } from './cli-io.ts'
import { EXIT } from './exit-codes.ts'
import { jsonText, plainLines } from './plain-text.ts'
import type { CommonOptions } from './program.ts'
import { createRunDisplay } from './run-display.ts'
import { runReport } from './run-report.ts'

interface RunOptions extends CommonOptions {
  readonly landing?: string
  readonly profile?: string
  readonly asOf?: string
  readonly set: string[]
  readonly whenBusy: 'leave' | 'wait'
}

const exits: Record<PipelineResult['status'], number> = {
  published: EXIT.ok,
  unchanged: EXIT.ok,
  busy: EXIT.busy,
  blocked: EXIT.blocked,
  failed: EXIT.failed,
}

/** `hotpass run`: runs the pipeline, shows it on stderr, and prints its report or its result document. */
export async function runCommand(pipeline: string, options: RunOptions, io: CliIo): Promise<number> {
  const display = createRunDisplay(io)
  const { json, ...asked } = options
  try {
    const result = await runPipeline({
      ...asked,
      pipeline,
      signal: io.signal,
      onEvent: display.take,
      onUndelivered: (undelivered) => {
        display.finish()
        for (const { signal, reason } of undelivered)
          io.err(
            `hotpass: some ${signal} were not delivered (${plainLines(reason)}). The run itself is not affected.\n`,
          )
      },
    })
    display.finish()
    io.out(json ? `${jsonText(result)}\n` : runReport(result, options.store))
    return exits[result.status]
  } finally {
    display.finish()
  }
}
