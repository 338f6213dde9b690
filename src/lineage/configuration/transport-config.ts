import { z } from 'zod'
import { LineageConfigurationError } from '../errors.ts'
import type { ConsoleTransportConfig } from '../transports/console-transport.ts'
import type { FileTransportConfig } from '../transports/file-transport.ts'
import type { HttpTransportConfig } from '../transports/http-transport.ts'
import type { S3TransportConfig } from '../transports/s3-transport.ts'
import { isTree, sameKey, type Tree } from './environment-tree.ts'

/** `type: noop`. */
export interface NoopTransportConfig {
  readonly type: 'noop'
}

/** `type: composite`: a list, or a map of names to transports. */
export interface CompositeTransportConfig {
  readonly type: 'composite'
  readonly transports: readonly TransportConfig[]
  readonly continueOnFailure?: boolean
  readonly continueOnSuccess?: boolean
}

/** The `transport` section of a configuration, checked. */
export type TransportConfig =
  | HttpTransportConfig
  | FileTransportConfig
  | ConsoleTransportConfig
  | S3TransportConfig
  | NoopTransportConfig
  | CompositeTransportConfig

// The environment knows texts only, so `"true"` and `"5"` count as what they say.
const flag = z.union([z.boolean(), z.stringbool()])
const amount = z.coerce.number().nonnegative()
const text = z.coerce.string().min(1)

const shapes = {
  http: z.object({
    type: z.literal('http'),
    url: text,
    endpoint: text.optional(),
    timeout: amount.positive().optional(),
    verify: flag.optional(),
    auth: z.object({ type: z.literal('api_key'), apiKey: text }).optional(),
    compression: z.literal('gzip').nullish(),
    custom_headers: z.record(z.string(), z.coerce.string()).optional(),
    retry: z
      .object({
        total: amount.int().optional(),
        read: amount.int().optional(),
        connect: amount.int().optional(),
        backoff_factor: amount.optional(),
        status_forcelist: z.array(amount.int()).optional(),
        allowed_methods: z.array(z.string()).optional(),
      })
      .optional(),
  }),
  file: z.object({ type: z.literal('file'), log_file_path: text, append: flag.optional() }),
  console: z.object({ type: z.literal('console') }),
  s3: z.object({
    type: z.literal('s3'),
    bucketName: text,
    fileNamePrefix: text.optional(),
    endpoint: text.optional(),
  }),
  noop: z.object({ type: z.literal('noop') }),
  composite: z.object({
    type: z.literal('composite'),
    transports: z.union([z.array(z.unknown()).min(1), z.record(z.string(), z.unknown())]),
    continueOnFailure: flag.optional(),
    continueOnSuccess: flag.optional(),
  }),
}

/**
 * Checks a `transport` section. Keys may be written `apiKey`, `api_key` or `APIKEY`; keys the transport does not know are left out.
 * @throws LineageConfigurationError naming the key and what it must be
 */
export function parseTransportConfig(section: unknown, where: string): TransportConfig {
  if (!isTree(section)) throw wrong(where, ['it must be a map with a "type"'])
  const type = String(Object.entries(section).find(([key]) => sameKey(key, 'type'))?.[1] ?? '').toLowerCase()
  if (!Object.hasOwn(shapes, type))
    throw wrong(where, [
      type === '' ? 'type is missing' : `type "${type}" is not known`,
      `use one of ${Object.keys(shapes).join(', ')}`,
    ])
  const shape = shapes[type as keyof typeof shapes]
  const parsed = shape.safeParse({ ...named(section, shape), type })
  if (!parsed.success)
    throw wrong(
      where,
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    )
  const value = parsed.data
  if (value.type !== 'composite') return withoutNull(value) as TransportConfig
  const children = Array.isArray(value.transports)
    ? value.transports.map((child, at) => [String(at), child] as const)
    : Object.entries(value.transports)
  const transports = children
    // An empty map takes a transport out, as the standard has it.
    .filter(([, child]) => !isTree(child) || Object.keys(child).length > 0)
    .map(([name, child]) => parseTransportConfig(child, `${where}.transports.${name}`))
  if (transports.length === 0) throw wrong(where, ['transports names none'])
  return { ...value, transports }
}

const wrong = (where: string, problems: string[]): LineageConfigurationError =>
  new LineageConfigurationError(`The OpenLineage ${where} cannot be used: ${problems.join('; ')}.`)

const withoutNull = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null && one !== undefined))

/** The section under the shape's own spelling of its keys. */
function named(section: Tree, shape: z.ZodObject): Tree {
  const out: Tree = {}
  for (const [key, field] of Object.entries(shape.shape)) {
    const found = Object.entries(section).find(([written]) => sameKey(written, key))
    if (found === undefined) continue
    const inner = field instanceof z.ZodOptional ? field.unwrap() : field
    out[key] = inner instanceof z.ZodObject && isTree(found[1]) ? named(found[1], inner) : found[1]
  }
  return out
}
