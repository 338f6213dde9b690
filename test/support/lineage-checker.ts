import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'

interface Facet {
  readonly _schemaURL: string
}
interface Event {
  readonly schemaURL: string
  readonly run: { readonly facets?: Record<string, Facet> }
  readonly job: { readonly facets?: Record<string, Facet> }
  readonly inputs?: readonly Record<string, unknown>[]
  readonly outputs?: readonly Record<string, unknown>[]
}

const official = join(import.meta.dirname, '..', '..', '..', 'shared', 'openlineage', 'all')

/** Every version of the published OpenLineage schemas, when the folder stands beside the checkout. */
export const lineageChecker = {
  official,
  /** What is wrong with an event, its facets included, by the schemas that it names itself. */
  load(): (event: unknown) => string[] {
    const ajv = new Ajv2020({ strict: false, allErrors: true })
    addFormatsModule.default(ajv)
    const add = (path: string) => {
      const schema = JSON.parse(readFileSync(path, 'utf8')) as { $id: string }
      if (ajv.getSchema(schema.$id) === undefined) ajv.addSchema(schema)
    }
    const facets = join(official, 'facets')
    for (const version of readdirSync(facets))
      for (const file of readdirSync(join(facets, version))) add(join(facets, version, file))
    for (const version of readdirSync(official)) {
      const file = join(official, version, 'OpenLineage.json')
      if (existsSync(file)) add(file)
    }
    const problems = (schema: string, value: unknown): string[] => {
      const check = ajv.getSchema(schema)
      if (check === undefined) return [`no schema ${schema}`]
      return check(value) ? [] : (check.errors ?? []).map((error) => `${error.instancePath} ${error.message}`)
    }
    return (given) => {
      const event = given as Event
      const groups = [event.run.facets, event.job.facets]
      for (const dataset of [...(event.inputs ?? []), ...(event.outputs ?? [])])
        for (const name of ['facets', 'inputFacets', 'outputFacets'])
          groups.push(dataset[name] as Record<string, Facet> | undefined)
      return [
        ...problems(event.schemaURL, event),
        ...groups.flatMap((group) => Object.values(group ?? {})).flatMap((facet) => problems(facet._schemaURL, facet)),
      ]
    }
  },
}
