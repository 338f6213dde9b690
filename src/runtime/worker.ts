import { runRealStage } from './run-real-stage.ts'
import { serveWorker } from './serve-worker.ts'

serveWorker(runRealStage)
