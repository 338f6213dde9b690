import { parse } from 'yaml'
import { canonicalJson } from '../storage/canonical-json.ts'
import { sha256 } from '../storage/sha256.ts'
import { SettingValueError, UnknownSettingError } from './errors.ts'
import type { Pipeline } from './pipeline.ts'
import { type Configuration, isSettingKey, SETTINGS, type SettingKey, settingKeys } from './settings.ts'

export type Layer = 'default' | 'domain' | 'pipeline' | 'run'

export interface ResolvedConfiguration {
  readonly values: Configuration
  /** The layer that each value came from, by dotted key. */
  readonly origin: Readonly<Record<string, Layer>>
  /** sha256 of the values that can change published data; which layer said them is not part of it. */
  readonly hash: string
}

export interface ConfigurationLayers {
  readonly pipeline: Pick<Pipeline, 'id' | 'settings'>
  readonly domain: { readonly id: string; readonly settings: Readonly<Record<string, unknown>> }
  /** `key=value` texts; a value is read as YAML. The last of two for one key wins. */
  readonly set: readonly string[]
}

/**
 * Lays defaults < domain < pipeline < run over one another and says where each value came from.
 * @throws UnknownSettingError, SettingValueError
 */
export function resolveConfiguration(layers: ConfigurationLayers): ResolvedConfiguration {
  const flat = new Map<SettingKey, unknown>(settingKeys.map((key) => [key, SETTINGS[key].default]))
  const origin: Record<string, Layer> = Object.fromEntries(settingKeys.map((key) => [key, 'default']))
  const lay = (layer: Layer, where: string, key: string, value: unknown) => {
    if (!isSettingKey(key)) throw new UnknownSettingError(key, where, settingKeys)
    flat.set(key, checked(key, where, value))
    origin[key] = layer
  }
  for (const [key, value] of Object.entries(layers.domain.settings))
    lay('domain', `Domain ${layers.domain.id}`, key, value)
  for (const [key, value] of Object.entries(layers.pipeline.settings))
    lay('pipeline', `Pipeline ${layers.pipeline.id}`, key, value)
  for (const text of layers.set) {
    const cut = text.indexOf('=')
    const key = (cut < 0 ? text : text.slice(0, cut)).trim()
    if (!isSettingKey(key)) throw new UnknownSettingError(key, '--set', settingKeys)
    lay('run', '--set', key, runValue(key, cut < 0 ? '' : text.slice(cut + 1)))
  }
  const decisive = settingKeys.filter((key) => SETTINGS[key].affectsData).map((key) => [key, flat.get(key)])
  return { values: nested(flat), origin, hash: sha256(canonicalJson(Object.fromEntries(decisive))) }
}

function checked(key: SettingKey, where: string, value: unknown): unknown {
  const result = SETTINGS[key].schema.safeParse(value)
  if (!result.success) throw new SettingValueError(key, where, value, SETTINGS[key].expected)
  return result.data
}

function runValue(key: SettingKey, text: string): unknown {
  const { expected } = SETTINGS[key]
  if (text.trim() === '') throw new SettingValueError(key, '--set', '', `${expected}, as ${key}=value`)
  try {
    return parse(text.trim(), { maxAliasCount: 0, logLevel: 'silent' })
  } catch {
    throw new SettingValueError(key, '--set', text, expected)
  }
}

function nested(flat: ReadonlyMap<string, unknown>): Configuration {
  const root: Group = {}
  for (const [key, value] of flat) {
    const groups = key.split('.')
    const leaf = groups.pop() ?? key
    let group = root
    for (const name of groups) {
      const inner = (group[name] ?? {}) as Group
      group[name] = inner
      group = inner
    }
    group[leaf] = value
  }
  // The keys of `flat` are exactly those of SETTINGS, from which the type is made.
  return root as Configuration
}

type Group = Record<string, unknown>
