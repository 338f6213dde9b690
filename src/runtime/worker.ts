import { enableCompileCache } from 'node:module'

// As the program itself does: a worker's start is mostly compiling what its parent has compiled before.
enableCompileCache()
const [{ runRealStage }, { serveWorker }] = await Promise.all([
  import('./run-real-stage.ts'),
  import('./serve-worker.ts'),
])
serveWorker(runRealStage)
