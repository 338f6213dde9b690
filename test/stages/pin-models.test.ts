import { expect, test } from 'vitest'
import { keys } from '../../src/ledger/keys.ts'
import { PinnedDomain } from '../../src/ledger/pinned-domain.ts'
import { pinnedLinkage } from '../../src/ledger/pinned-linkage.ts'
import { comparedBy } from '../../src/ledger/promoted-model.ts'
import { promoteModel } from '../../src/models/model-aliases.ts'
import { registerModel } from '../../src/models/model-version.ts'
import { type LinkageModel, modelHash, modelText } from '../../src/resolve/training/linkage-model.ts'
import { challengerWaits, pinModels } from '../../src/stages/plan/pin-models.ts'
import { AVIATION } from '../support/aviation.ts'
import { MemoryStore } from '../support/memory-store.ts'
import { trainingOf } from '../support/training-of.ts'

const OF = { pipeline: 'refinement', dataset: 'organizations' }
const decision = { by: 'thandi', at: '2026-01-31T06:00:00Z', why: 'looked at it' }
const [ENTITY] = AVIATION.compiled.entities
const asked = (linkage_model: 'champion' | 'shipped', files = AVIATION.document.files) => {
  const { configuration } = AVIATION.document
  const resolve = { ...configuration.resolve, linkage_model }
  return {
    pipelineId: 'refinement',
    domain: new PinnedDomain({ ...AVIATION.document, files, configuration: { ...configuration, resolve } }),
  }
}
/** The domain with settings that compare no addresses. */
function withoutAddress(): Readonly<Record<string, string>> {
  const file = 'linkage/organizations.json'
  const settings = JSON.parse(AVIATION.document.files[file] ?? '') as { comparisons: { output_column_name: string }[] }
  const comparisons = settings.comparisons.filter(({ output_column_name: name }) => name !== 'address')
  return { ...AVIATION.document.files, [file]: JSON.stringify({ ...settings, comparisons }) }
}

/** A model that fits the domain as it is, in which agreement says more or less. */
function modelWith(u: number): LinkageModel {
  const { weighed } = pinnedLinkage(AVIATION, ENTITY?.id ?? '')
  return {
    format: 1,
    prior: 0.001,
    comparisons: weighed.comparisons.map(({ name, levels }) => ({
      name,
      levels: levels
        .filter(({ gamma }) => gamma >= 0)
        .map(({ gamma, label }) => ({ gamma, label, m: 0.5, u }))
        .sort((a, b) => a.gamma - b.gamma),
    })),
    training: { prior: 'stated', u: 'stated', passes: [] },
  }
}

/** A store with a champion and a challenger, versions 1 and 2. */
async function storeOfTwo() {
  const store = new MemoryStore()
  const ids: string[] = []
  for (const [at, u] of [0.1, 0.2].entries()) {
    const model = modelWith(u)
    const modelId = `organizations/${modelHash(model)}`
    await store.put(keys.model(modelId), modelText(model))
    const fits = comparedBy(pinnedLinkage(AVIATION, ENTITY?.id ?? ''))
    await registerModel(store, { ...trainingOf(`run-${at + 1}`), modelId, comparedBy: fits })
    await promoteModel(store, OF, at === 0 ? 'champion' : 'challenger', at + 1, decision)
    ids.push(modelId)
  }
  return { store, ids }
}

test('a plan pins the champion where it is asked for, and the challenger always, by version and content', async () => {
  const { store, ids } = await storeOfTwo()
  const entity = ENTITY?.id
  const challenger = { entity, alias: 'challenger', version: 2, id: ids[1] }
  expect(await pinModels(store, asked('champion'), undefined)).toEqual({
    models: [{ entity, alias: 'champion', version: 1, id: ids[0] }, challenger],
    notes: [],
  })
  expect((await pinModels(store, asked('shipped'), undefined)).models).toEqual([challenger])
})

test('a repeated run pins what it had pinned, though the champion has moved', async () => {
  const { store } = await storeOfTwo()
  const earlier = await pinModels(store, asked('champion'), undefined)
  await promoteModel(store, OF, 'champion', 2, decision)
  expect(await pinModels(store, asked('champion'), earlier)).toEqual(earlier)
})

test('a champion whose columns are gone stops the run with what to do; a challenger of which the same is true is a note', async () => {
  const { store } = await storeOfTwo()
  await expect(pinModels(store, asked('champion', withoutAddress()), undefined)).rejects.toThrow(
    'The champion of organizations, version 1, compares address, which the settings do not compare any more. Nothing was read and nothing is published. Promote one that fits (hotpass models list organizations), or run once with --set resolve.linkage_model=trained and promote what it registers.',
  )
  expect(await pinModels(store, asked('shipped', withoutAddress()), undefined)).toEqual({
    models: [],
    notes: [
      'The challenger of organizations, version 2, compares address, which the settings do not compare any more: it is not scored.',
    ],
  })
})

test('a champion that is gone, or was changed since it was registered, stops the run', async () => {
  const { store, ids } = await storeOfTwo()
  const key = keys.model(ids[0] ?? '')
  await store.put(key, modelText(modelWith(0.3)))
  await expect(pinModels(store, asked('champion'), undefined)).rejects.toThrow(`${key} was changed since`)
  await store.delete(key)
  await expect(pinModels(store, asked('champion'), undefined)).rejects.toThrow(`is not in the store any more (${key})`)
})

test('without a promotion nothing is pinned', async () => {
  expect(await pinModels(new MemoryStore(), asked('champion'), undefined)).toEqual({ models: [], notes: [] })
})

test('a challenger that the run of the current release has not scored is something to do', async () => {
  const { store } = await storeOfTwo()
  const { models } = await pinModels(store, asked('champion'), undefined)
  expect(await challengerWaits(store, { run: 'run-9' }, models)).toBe(true)
  expect(await challengerWaits(store, undefined, models)).toBe(false)
  expect(await challengerWaits(store, { run: 'run-9' }, models.slice(0, 1))).toBe(false)
})
