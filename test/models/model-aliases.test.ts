import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AliasMovedError, ModelNotFoundError, NothingToRollBackError } from '../../src/models/errors.ts'
import { aliasName, promoteModel, readAliases, rollBackModel } from '../../src/models/model-aliases.ts'
import { listModels, listRegistries, registerModel } from '../../src/models/model-version.ts'
import { registryKeys } from '../../src/models/registry-keys.ts'
import { keepTraining, readTraining } from '../../src/models/training-record.ts'
import { MemoryStore } from '../support/memory-store.ts'
import { trainingOf } from '../support/training-of.ts'

const OF = { pipeline: 'refinement', dataset: 'organizations' }
const decision = (by = 'thandi') => ({ by, at: '2026-01-31T06:00:00Z', why: 'two weeks without a lost merge' })

async function registryOf(models: number): Promise<MemoryStore> {
  const store = new MemoryStore()
  for (let at = 1; at <= models; at++) await registerModel(store, await keepTraining(store, trainingOf(`run-${at}`)))
  return store
}

test('versions are numbered in the order of registration, and the same model is registered once', async () => {
  const store = await registryOf(3)
  const again = await registerModel(store, { ...trainingOf('run-9'), modelId: trainingOf('run-2').modelId })
  expect(again).toMatchObject({ version: 2, run: 'run-2' })
  expect((await listModels(store, OF)).map(({ version, run }) => [version, run])).toEqual([
    [1, 'run-1'],
    [2, 'run-2'],
    [3, 'run-3'],
  ])
  expect(await listRegistries(store)).toEqual([OF])
})

test('of runs that register at once each gets a number of its own', async () => {
  const store = new MemoryStore()
  const made = await Promise.all(['a', 'b', 'c', 'd'].map((run) => registerModel(store, trainingOf(run))))
  expect(made.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4])
  expect(new Set((await listModels(store, OF)).map(({ modelId }) => modelId)).size).toBe(4)
})

test('a training record is written once', async () => {
  const store = new MemoryStore()
  await keepTraining(store, trainingOf('run-1'))
  await keepTraining(store, { ...trainingOf('run-1'), at: '2027-01-01T00:00:00Z' })
  expect(await readTraining(store, OF, 'run-1')).toEqual(trainingOf('run-1'))
})

test('of two promotions at once one wins, and the other is told who it was', async () => {
  const store = await registryOf(3)
  const outcomes = await Promise.allSettled([
    promoteModel(store, OF, 'champion', 1, decision('thandi')),
    promoteModel(store, OF, 'champion', 2, decision('sipho')),
  ])
  const won = outcomes.findIndex(({ status }) => status === 'fulfilled')
  const { aliases, history } = await readAliases(store, OF)
  expect(aliases).toEqual({ champion: won + 1 })
  expect(history).toHaveLength(1)
  const [lost] = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
  expect(lost).toBeInstanceOf(AliasMovedError)
  expect(String(lost)).toContain(
    `champion of organizations was moved to version ${won + 1} by ${['thandi', 'sipho'][won]}`,
  )
})

test('two aliases that move at once both move', async () => {
  const store = await registryOf(2)
  await Promise.all([
    promoteModel(store, OF, 'champion', 1, decision()),
    promoteModel(store, OF, 'challenger', 2, decision()),
  ])
  expect((await readAliases(store, OF)).aliases).toEqual({ champion: 1, challenger: 2 })
})

test('a rollback after a promotion is as if neither had been, whatever came before', async () => {
  const move = fc.record({ alias: fc.constantFrom('champion', 'challenger'), to: fc.constantFrom(0, 1, 2, 3) })
  await fc.assert(
    fc.asyncProperty(fc.array(move, { maxLength: 6 }), move, async (earlier, { alias, to }) => {
      const store = await registryOf(3)
      for (const one of earlier)
        await (one.to === 0
          ? rollBackModel(store, OF, one.alias, decision()).catch((error: unknown) => {
              expect(error).toBeInstanceOf(NothingToRollBackError)
            })
          : promoteModel(store, OF, one.alias, one.to, decision()))
      const before = await readAliases(store, OF)
      const promoted = await promoteModel(store, OF, alias, Math.max(to, 1), decision())
      if (promoted.kind === 'moved') await rollBackModel(store, OF, alias, decision())
      const after = await readAliases(store, OF)
      expect(after.aliases).toEqual(before.aliases)
      expect(after.history.slice(0, before.history.length)).toEqual(before.history)
    }),
    { numRuns: 40 },
  )
})

test('rollbacks go back promotion by promotion, to no version at last, and every move stays written', async () => {
  const store = await registryOf(3)
  for (const version of [1, 3, 2]) await promoteModel(store, OF, 'champion', version, decision())
  const back = async () => {
    await rollBackModel(store, OF, 'champion', decision('sipho'))
    return (await readAliases(store, OF)).aliases.champion
  }
  expect([await back(), await back(), await back()]).toEqual([3, 1, undefined])
  await expect(back()).rejects.toThrow('points to no version, so there is nothing to move back')
  expect((await readAliases(store, OF)).history.map(({ how, from, to, by }) => [how, from, to, by])).toEqual([
    ['promoted', null, 1, 'thandi'],
    ['promoted', 1, 3, 'thandi'],
    ['promoted', 3, 2, 'thandi'],
    ['rolled_back', 2, 3, 'sipho'],
    ['rolled_back', 3, 1, 'sipho'],
    ['rolled_back', 1, null, 'sipho'],
  ])
})

test('a version that is not there is refused with the nearest one', async () => {
  const store = await registryOf(3)
  const asked = promoteModel(store, OF, 'champion', 7, decision())
  await expect(asked).rejects.toThrow(ModelNotFoundError)
  await expect(asked).rejects.toThrow('organizations has no model version 7; the nearest is 3.')
})

test('an alias document that is damaged is named, and nothing is written over it', async () => {
  const store = await registryOf(1)
  await store.put(registryKeys.aliases(OF), '{"format":1,"aliases":{"champion":"one"}}')
  await expect(promoteModel(store, OF, 'champion', 1, decision())).rejects.toThrow(
    /aliases\.json is damaged: aliases\.champion/,
  )
})

test.each(['latest', 'v2', '3', 'Champion', '', 'a b'])('"%s" is no name of an alias', (name) => {
  expect(aliasName.safeParse(name).success).toBe(false)
})
