import { nearest } from '../contracts/nearest.ts'
import { type ConfigurationKey, configurationKeys } from './configuration-keys.ts'
import { InvalidValueError, SettingSyntaxError, UnknownKeyError } from './errors.ts'

/** Values one layer sets, by dotted key. */
export type Layer = ReadonlyMap<string, unknown>

/**
 * A `configuration:` block of a file as a layer; keys may be nested, dotted, or both.
 * Throws `UnknownKeyError` and `InvalidValueError`, naming `where`.
 */
export function layerOfBlock(block: Readonly<Record<string, unknown>>, where: string): Layer {
  const layer = new Map<string, unknown>()
  for (const [key, value] of leaves(block, '')) {
    if (layer.has(key)) throw new InvalidValueError(key, where, 'It is set twice, nested and dotted; keep one')
    layer.set(key, checked(known(key, where), value, where))
  }
  return layer
}

/**
 * Settings of the command line (`key=value`, the last of a key wins) as a layer. `null` unsets, commas part a list.
 * Throws `SettingSyntaxError`, `UnknownKeyError` and `InvalidValueError`.
 */
export function layerOfSettings(settings: readonly string[]): Layer {
  const layer = new Map<string, unknown>()
  for (const setting of settings) {
    const sign = setting.indexOf('=')
    if (sign < 1) throw new SettingSyntaxError(setting)
    const key = known(setting.slice(0, sign).trim(), '--set')
    layer.set(key.key, checked(key, read(key, setting.slice(sign + 1).trim()), '--set'))
  }
  return layer
}

function* leaves(block: Readonly<Record<string, unknown>>, prefix: string): Generator<[string, unknown]> {
  for (const [name, value] of Object.entries(block)) {
    const key = `${prefix}${name}`
    const group = typeof value === 'object' && value !== null && !Array.isArray(value) && !configurationKeys.has(key)
    if (group) yield* leaves(Object.fromEntries(Object.entries(value)), `${key}.`)
    else yield [key, value]
  }
}

function known(key: string, where: string): ConfigurationKey {
  const found = configurationKeys.get(key)
  if (!found) throw new UnknownKeyError(key, where, nearest(key, configurationKeys.keys()))
  return found
}

function checked(key: ConfigurationKey, value: unknown, where: string): unknown {
  const result = value === undefined ? undefined : key.schema.safeParse(value)
  if (result?.success) return Array.isArray(result.data) ? [...new Set(result.data)] : result.data
  throw new InvalidValueError(
    key.key,
    where,
    result?.error?.issues.map((issue) => issue.message).join('; ') ?? 'It is empty',
  )
}

function read(key: ConfigurationKey, text: string): unknown {
  if (Array.isArray(key.default)) return text === '' ? [] : text.split(',').map((each) => each.trim())
  if (text === 'null') return null
  return /^-?(\d+(\.\d+)?|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text
}
