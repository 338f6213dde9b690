import { userInfo } from 'node:os'
import type { CliIo } from './cli-io.ts'

/** Who decides: `--by`, else HOTPASS_STEWARD, else the account's name. */
export const whoDecides = (by: string | undefined, io: CliIo): string =>
  by?.trim() || io.env.HOTPASS_STEWARD?.trim() || userInfo().username
