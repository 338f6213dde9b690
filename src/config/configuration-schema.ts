import { z } from 'zod'
import { type Configuration, SETTINGS, type SettingKey, settingKeys } from './settings.ts'

type Shape = { [name: string]: Shape | z.ZodType }

/** Settings of all layers as one document: every key of the table and the row floors of a domain's datasets, and no other. */
export const configurationSchema: z.ZodType<Configuration> = asObject({
  ...shapeOf(settingKeys),
  gate: { ...(shapeOf(settingKeys).gate as Shape), min_rows: z.record(z.string(), z.int().min(0)) },
}) as z.ZodType<Configuration>

function shapeOf(keys: readonly SettingKey[]): Shape {
  const root: Shape = {}
  for (const key of keys) {
    const groups = key.split('.')
    const leaf = groups.pop() as string
    let group = root
    for (const name of groups) {
      group[name] ??= {}
      group = group[name] as Shape
    }
    group[leaf] = SETTINGS[key].schema
  }
  return root
}

function asObject(shape: Shape): z.ZodType {
  return z.strictObject(
    Object.fromEntries(
      Object.entries(shape).map(([name, part]) => [name, part instanceof z.ZodType ? part : asObject(part)]),
    ),
  )
}
