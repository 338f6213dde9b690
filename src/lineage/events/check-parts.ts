import { InvalidLineageError } from '../errors.ts'
import { descriptionOf, type Facet, type FacetPlace } from '../facets/define-facet.ts'
import { dateTime, uuid } from '../facets/field-types.ts'
import type { Dataset, InputDataset, OutputDataset } from './event-types.ts'

/** Collects what is wrong with an event's parts, then says it all at once. */
export class EventCheck {
  readonly #what: string
  readonly #problems: string[] = []

  constructor(what: string) {
    this.#what = what
  }

  time(value: string): void {
    if (!dateTime.safeParse(value).success) this.#problems.push(`eventTime: "${value}" is no ISO 8601 time with a zone`)
  }

  runId(value: string): void {
    if (!uuid.safeParse(value).success) this.#problems.push(`run.runId: "${value}" is no UUID`)
  }

  named(where: string, named: { readonly namespace: string; readonly name: string }): void {
    if (named.namespace === '') this.#problems.push(`${where}.namespace is empty`)
    if (named.name === '') this.#problems.push(`${where}.name is empty`)
  }

  /** Facets come from this client's builders and stand where, and under the key, the specification puts them. */
  facets(where: string, place: FacetPlace, facets: Readonly<Record<string, Facet | undefined>> | undefined): void {
    for (const [key, facet] of Object.entries(facets ?? {})) {
      if (facet === undefined) continue
      const known = descriptionOf(facet)
      if (known === undefined) this.#problems.push(`${where}.${key} was not made by a facet builder`)
      else if (known.key !== key || known.place !== place)
        this.#problems.push(
          `${where}.${key} holds a ${known.name}, which belongs in ${known.place} facets as ${known.key}`,
        )
    }
  }

  dataset(where: string, dataset: Dataset | InputDataset | OutputDataset): void {
    this.named(where, dataset)
    this.facets(`${where}.facets`, 'dataset', dataset.facets)
    if ('inputFacets' in dataset) this.facets(`${where}.inputFacets`, 'input', dataset.inputFacets)
    if ('outputFacets' in dataset) this.facets(`${where}.outputFacets`, 'output', dataset.outputFacets)
  }

  /** @throws InvalidLineageError naming every problem */
  done(): void {
    if (this.#problems.length > 0) throw new InvalidLineageError(this.#what, this.#problems)
  }
}

/** Only what the specification declares for a dataset, facets without undefined entries. */
export function declaredDataset<T extends Dataset | InputDataset | OutputDataset>(dataset: T): T {
  const { namespace, name, facets } = dataset
  const input = 'inputFacets' in dataset ? dataset.inputFacets : undefined
  const output = 'outputFacets' in dataset ? dataset.outputFacets : undefined
  return {
    namespace,
    name,
    ...(facets === undefined ? {} : { facets: present(facets) }),
    ...(input === undefined ? {} : { inputFacets: present(input) }),
    ...(output === undefined ? {} : { outputFacets: present(output) }),
  } as T
}

/** The facets that are there. */
export const present = <T extends object>(facets: T): T =>
  Object.fromEntries(Object.entries(facets).filter(([, facet]) => facet !== undefined)) as T
