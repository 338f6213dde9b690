import { parse } from 'yaml'
import { canonicalJson } from '../storage/canonical-json.ts'
import { sha256 } from '../storage/sha256.ts'
import { SettingValueError, UnknownSettingError } from './errors.ts'
import type { Pipeline } from './pipeline.ts'
import { type Configuration, rowFloor, SETTINGS, type Setting } from './settings.ts'

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
  readonly domain: {
    readonly id: string
    readonly settings: Readonly<Record<string, unknown>>
    readonly entities: readonly { readonly dataset: string }[]
  }
  /** `key=value` texts; a value is read as YAML. The last of two for one key wins. */
  readonly set: readonly string[]
}

/**
 * Lays defaults < domain < pipeline < run over one another and says where each value came from.
 * @throws UnknownSettingError, SettingValueError
 */
export function resolveConfiguration(layers: ConfigurationLayers): ResolvedConfiguration {
  const settings = settingsOf(layers.domain.entities.map(({ dataset }) => dataset))
  const known = [...settings.keys()]
  const flat = new Map<string, unknown>([...settings].map(([key, setting]) => [key, setting.default]))
  const origin: Record<string, Layer> = Object.fromEntries(known.map((key) => [key, 'default']))
  const settingOf = (key: string, where: string): Setting => {
    const setting = settings.get(key)
    if (setting === undefined) throw new UnknownSettingError(key, where, known)
    return setting
  }
  const lay = (layer: Layer, where: string, key: string, value: unknown) => {
    flat.set(key, checked(settingOf(key, where), key, where, value))
    origin[key] = layer
  }
  for (const [key, value] of Object.entries(layers.domain.settings))
    lay('domain', `Domain ${layers.domain.id}`, key, value)
  for (const [key, value] of Object.entries(layers.pipeline.settings))
    lay('pipeline', `Pipeline ${layers.pipeline.id}`, key, value)
  for (const text of layers.set) {
    const cut = text.indexOf('=')
    const key = (cut < 0 ? text : text.slice(0, cut)).trim()
    lay('run', '--set', key, runValue(settingOf(key, '--set'), key, cut < 0 ? '' : text.slice(cut + 1)))
  }
  const decisive = [...settings].filter(([, { affectsData }]) => affectsData).map(([key]) => [key, flat.get(key)])
  return { values: nested(flat), origin, hash: sha256(canonicalJson(Object.fromEntries(decisive))) }
}

/** What a domain's first dataset has none of, nothing else is worth publishing for. */
const settingsOf = ([first, ...others]: readonly string[]): ReadonlyMap<string, Setting> =>
  new Map<string, Setting>([
    ...(first === undefined ? [] : [floorOf(first, 1)]),
    ...others.map((dataset) => floorOf(dataset, 0)),
    floorOf('entity_links', 1),
    floorOf('entity_changes', 0),
    ...Object.entries(SETTINGS),
  ])

const floorOf = (dataset: string, least: 0 | 1): [string, Setting] => [
  `gate.min_rows.${dataset}`,
  rowFloor(dataset, least),
]

function checked(setting: Setting, key: string, where: string, value: unknown): unknown {
  const result = setting.schema.safeParse(value)
  if (!result.success) throw new SettingValueError(key, where, value, setting.expected)
  return result.data
}

function runValue({ expected }: Setting, key: string, text: string): unknown {
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
  // The keys of `flat` are those of SETTINGS, from which the type is made, and the row floors.
  return root as Configuration
}

type Group = Record<string, unknown>
