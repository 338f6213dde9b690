import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { generateLanding } from '../../examples/generator/generate-landing.ts'
import { sha256 } from '../../src/storage/sha256.ts'
import { temporaryFolder } from '../support/landing.ts'
import { pairwiseQuality } from '../support/pairwise.ts'
import { readDocument, refine, storeKeys } from '../support/run-store.ts'

const folder = temporaryFolder('linkage-model')
const store = join(folder, 'store')
const landing = (rows: number) => join(folder, `landing-${rows}`)
const truth = (rows: number) => join(folder, `truth-${rows}.csv`)

beforeAll(() => {
  for (const rows of [300, 320]) {
    mkdirSync(landing(rows))
    generateLanding({ rows, seed: 17, out: landing(rows), truth: truth(rows) })
  }
})

/** Runs, and says which model was used. */
async function modelOf(rows: number, choice: string, into = store, least = 100) {
  const result = await refine(into, landing(rows), {
    asOf: '2026-01-31',
    set: [`resolve.linkage_model=${choice}`, `resolve.train_records=${least}`],
  })
  expect(result.status).toBe('published')
  const { entities } = readDocument<{
    work: { entities: { entity: string; model: { id: string; origin: string } }[] }
  }>(into, `runs/${result.run}/stages/Resolve.json`).work
  const found = entities.find(({ entity }) => entity === 'organization')
  if (found === undefined) throw new Error('no organization was resolved')
  return { modelId: found.model.id, origin: found.model.origin }
}

test('a trained model is kept by its hash, named by the version, used again by the next one, and replaced when asked', async () => {
  const first = await modelOf(300, 'trained')
  expect(first.origin).toBe('trained')
  expect(readDocument(store, 'datasets/refinement/organizations/versions/1/manifest.json')).toMatchObject({
    modelId: first.modelId,
  })
  const document = readDocument<{ training: { passes: { left_out: string | null }[] } }>(
    store,
    `models/${first.modelId}.json`,
  )
  expect(document.training.passes.some(({ left_out }) => left_out === null)).toBe(true)
  expect(first.modelId).toBe(`organizations/${sha256(readFileSync(join(store, `models/${first.modelId}.json`)))}`)
  expect((await pairwiseQuality(store, truth(300), folder)).precision).toBeGreaterThan(0.98)

  // Other rows, the same model: entities come and go with the data only.
  expect(await modelOf(320, 'trained')).toEqual(first)
  const again = await modelOf(320, 'retrained')
  expect(again.origin).toBe('trained')
  expect(again.modelId).not.toBe(first.modelId)
  // From here on the release stands on the new one.
  expect(await modelOf(300, 'trained')).toEqual(again)
  expect(storeKeys(store, 'models/organizations')).toEqual(
    [first, again].map(({ modelId }) => `models/${modelId}.json`).sort(),
  )
})

test('too few records to train on: the shipped model is used, and said to be', async () => {
  expect(await modelOf(300, 'trained', join(folder, 'few'), 100_000)).toMatchObject({ origin: 'shipped' })
})
