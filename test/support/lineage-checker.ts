import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'

interface Facet {
  readonly _schemaURL: string
}
type Facets = Readonly<Record<string, Facet>> | undefined
interface Event {
  readonly schemaURL: string
  readonly run?: { readonly facets?: Facets }
  readonly job?: { readonly facets?: Facets }
  readonly dataset?: Readonly<Record<string, unknown>>
  readonly inputs?: readonly Readonly<Record<string, unknown>>[]
  readonly outputs?: readonly Readonly<Record<string, unknown>>[]
}

const root = join(import.meta.dirname, '..', '..')
// OPENLINEAGE_SCHEMAS names a checkout of the specification's `all` folder, as CI has it.
const official = process.env.OPENLINEAGE_SCHEMAS ?? join(root, '..', 'shared', 'openlineage', 'all')
const own = join(root, 'schemas', 'openlineage', 'facets')

const schemasUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name))

/** Every version of the published OpenLineage schemas, when the folder stands beside the checkout, and those of our own facets. */
export const lineageChecker = {
  official,
  present: existsSync(official),
  /** For a test's title: why it is skipped. */
  note: existsSync(official) ? '' : ' (skipped: ../shared/openlineage is not there; OPENLINEAGE_SCHEMAS may name it)',
  /** File name without `.json` → its newest published version. */
  newest(): ReadonlyMap<string, string> {
    const versions = new Map<string, string>()
    for (const folder of [join(official, 'facets'), own])
      for (const path of schemasUnder(folder)) {
        const [version = '', file = ''] = path.split('/').slice(-2)
        const name = file.replace(/\.json$/, '')
        const known = versions.get(name)
        if (known === undefined || version.localeCompare(known, 'en', { numeric: true }) > 0)
          versions.set(name, version)
      }
    return versions
  },
  /** What is wrong with a value by a schema's address. */
  validator(): (schema: string, value: unknown) => string[] {
    const ajv = new Ajv2020({ strict: false, allErrors: true })
    addFormatsModule.default(ajv)
    for (const path of [...schemasUnder(official), ...schemasUnder(own)]) {
      const schema = JSON.parse(readFileSync(path, 'utf8')) as { $id: string }
      if (ajv.getSchema(schema.$id) === undefined) ajv.addSchema(schema)
    }
    return (schema, value) => {
      const check = ajv.getSchema(schema)
      if (check === undefined) return [`no schema ${schema}`]
      return check(value) ? [] : (check.errors ?? []).map((error) => `${error.instancePath} ${error.message}`)
    }
  },
  /** What is wrong with an event, its facets included, by the schemas that it names itself. */
  load(): (event: unknown) => string[] {
    const problems = lineageChecker.validator()
    return (given) => {
      const event = given as Event
      const groups = [event.run?.facets, event.job?.facets]
      for (const dataset of [...(event.inputs ?? []), ...(event.outputs ?? []), event.dataset ?? {}])
        for (const name of ['facets', 'inputFacets', 'outputFacets']) groups.push(dataset[name] as Facets)
      return [
        ...problems(event.schemaURL, event),
        ...groups.flatMap((group) => Object.values(group ?? {})).flatMap((facet) => problems(facet._schemaURL, facet)),
      ]
    }
  },
}
