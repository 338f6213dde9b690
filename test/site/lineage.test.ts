import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { publishLineage, type SiteLineageNode } from '../../src/site/index.ts'
import { layoutLineage } from '../../src/site/lineage-layout.ts'
import { lineagePage } from '../../src/site/lineage-page.ts'
import { MemoryStore } from '../support/memory-store.ts'

const node = (id: string) => ({ id, width: 100 })

describe('the picture of a graph', () => {
  test('flows from left to right, at 500 nodes too, and no two nodes share a place', () => {
    const nodes = Array.from({ length: 500 }, (_, n) => node(`n${n}`))
    const edges = nodes.slice(1).map(({ id }, n) => ({ from: `n${Math.floor(n / 3)}`, to: id }))
    const places = layoutLineage(nodes, edges)
    for (const { from, to } of edges) expect(places.get(to)?.x ?? 0).toBeGreaterThan(places.get(from)?.x ?? 0)
    expect(new Set([...places.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(500)
    expect(layoutLineage(nodes, edges)).toEqual(places)
  })

  test('a circle and an arrow to nowhere are drawn all the same', () => {
    const places = layoutLineage(
      [node('a'), node('b')],
      [
        { from: 'a', to: 'b' },
        { from: 'b', to: 'a' },
        { from: 'b', to: 'gone' },
      ],
    )
    expect(places.size).toBe(2)
  })
})

describe('the lineage pages', () => {
  const job: SiteLineageNode = {
    id: 'job:n:refine.Publish',
    kind: 'job',
    role: 'state',
    label: 'Publish',
    state: 'COMPLETE',
    columns: [],
    facets: {},
  }
  const dataset: SiteLineageNode = {
    id: 'dataset:n:d',
    kind: 'dataset',
    role: 'dataset',
    label: 'datasets/organizations',
    state: null,
    columns: ['website'],
    facets: {},
  }
  const lineage = {
    run: 'one',
    nodes: [job, dataset],
    edges: [{ from: job.id, to: dataset.id }],
    columns: [],
    rows: [],
    versions: { organizations: 3 },
  }

  test('hold the graph of a run, placed, and the run of each version it made', async () => {
    const store = new MemoryStore()
    await publishLineage(store, lineage)
    await publishLineage(store, { ...lineage, run: 'two' })
    const read = (key: string) => JSON.parse(new TextDecoder().decode(store.objects.get(key)))
    const { places } = read('site/lineage/one.json') as { places: Record<string, object> }
    expect(Object.keys(places.state ?? {})).toEqual([job.id, dataset.id])
    expect(places.run).toEqual({})
    // The version is the first run's: the second found it made.
    expect(read('site/lineage/versions/organizations/3.json')).toEqual({ run: 'one' })
    expect(store.objects.has('site/assets/cytoscape.js')).toBe(true)
  })

  test('the page loads its own files only, and has a table beside the picture', () => {
    const page = lineagePage()
    expect(page).not.toMatch(/ style=|<style|<script>|https?:\/\//)
    expect(page).toContain('<table')
    // The graph library looks for this id before it would add a style sheet, which the policy forbids.
    const library = readFileSync(
      join(import.meta.dirname, '..', '..', 'node_modules', 'cytoscape', 'dist', 'cytoscape.esm.min.mjs'),
      'utf8',
    )
    const id = /id="(_+cytoscape_stylesheet)"/.exec(page)?.[1] ?? 'none'
    expect(library).toContain(id)
  })
})
