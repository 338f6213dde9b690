import type { LogRecord } from './log-record.ts'
import { currentSettings, logIsOn, writeRecord } from './telemetry.ts'

type Stamped = 'timestamp' | 'service' | 'environment'
type Unstamped<Record> = Record extends unknown ? Omit<Record, Stamped> : never

/** Writes one log line, stamped with time, service and environment. Nothing is built when its level is off. */
export async function writeLog(line: Unstamped<LogRecord>): Promise<void> {
  if (!logIsOn(line.level)) return
  await writeRecord({
    timestamp: new Date().toISOString(),
    service: 'hotpass',
    environment: currentSettings().environment,
    ...line,
  } as LogRecord)
}
