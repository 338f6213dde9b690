import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedRun } from '../../src/runtime/embedded-runner.ts'
import type { JsonObject } from '../../src/runtime/json.ts'
import { createLocalTasks } from '../../src/runtime/local-task-handler.ts'
import { runRealStage } from '../../src/runtime/run-real-stage.ts'
import { loadStateMachine } from '../../src/runtime/state-machine-file.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'

/** Starts the state machine as a schedule or an arrival does, with the input that its message carries, and waits for its end. */
export async function startedByEvent(root: string, run: string, input: JsonObject): Promise<string> {
  const scratch = mkdtempSync(join(tmpdir(), 'hotpass-event-'))
  const settings = { store: root, scratch, memoryLimitMb: 256, threads: 1 }
  const tasks = createLocalTasks({ settings, concurrency: 1, inline: runRealStage })
  try {
    const execution = startEmbeddedRun({
      document: await loadStateMachine('refine'),
      run,
      input: { ...input, run },
      store: new DirectoryStore(root),
      handle: tasks.handle,
      concurrency: 1,
    })
    for await (const _ of execution.events);
    return (await execution.outcome).kind
  } finally {
    await tasks.close()
    rmSync(scratch, { recursive: true, force: true })
  }
}
