import { listSchedules } from '../runtime/list-schedules.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions } from './common-options.ts'
import { EXIT } from './exit-codes.ts'
import { jsonText } from './plain-text.ts'
import { table } from './table.ts'
import { type EnvironmentOptions, environmentOf } from './use-environment.ts'

/** `hotpass schedules`: what starts by itself in an environment, and when. */
export async function schedulesCommand(options: CommonOptions & EnvironmentOptions, io: CliIo): Promise<number> {
  const { env, deployed } = environmentOf(options, 'schedules')
  const schedules = await listSchedules(deployed)
  if (options.json) io.out(`${jsonText({ environment: env, group: deployed.scheduleGroup, schedules })}\n`)
  else if (schedules.length === 0)
    io.out(
      `Nothing starts by itself in ${env}. Give a pipeline of hotpass.yaml a schedule, enable it for ${env}, and deploy.\n`,
    )
  else {
    const rows = schedules.map((one) => [
      one.name,
      one.expression,
      one.timeZone,
      one.enabled ? 'enabled' : 'disabled',
      one.flexibleMinutes === 0 ? 'on time' : `within ${one.flexibleMinutes} min`,
    ])
    io.out(`${table([['pipeline', 'when', 'time zone', 'state', 'starts'], ...rows], io.outColumns).join('\n')}\n`)
  }
  return EXIT.ok
}
