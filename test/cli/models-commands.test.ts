import { beforeAll, expect, test } from 'vitest'
import { registerModel } from '../../src/models/model-version.ts'
import { keepTraining } from '../../src/models/training-record.ts'
import { openStore } from '../../src/storage/open-store.ts'
import { temporaryFolder } from '../support/landing.ts'
import { trainingOf } from '../support/training-of.ts'
import { hotpass } from './fake-io.ts'

const folder = temporaryFolder('models-commands')
const models = (...args: string[]) =>
  hotpass(['models', ...args, '--store', folder], { env: { HOTPASS_STEWARD: 'thandi' } })

beforeAll(async () => {
  const store = openStore(folder)
  for (const run of ['run-1', 'run-2']) await registerModel(store, await keepTraining(store, trainingOf(run)))
})

test('promoted, shown and rolled back: who, when and why stay', async () => {
  expect(await models('promote', '2', '--why', 'no merge lost')).toMatchObject({
    exit: 0,
    out: 'organizations@champion is version 2 now, and was no version. The next run of refinement links by it where resolve.linkage_model is champion.\n',
  })
  expect((await models('promote', 'organizations/2', '--why', 'again')).out).toContain(
    'version 2 already: nothing to do',
  )
  expect((await models('list', '--json')).json()).toMatchObject({
    registries: [
      {
        aliases: { champion: 2 },
        models: [
          { version: 2, aliases: ['champion'] },
          { version: 1, aliases: [] },
        ],
      },
    ],
  })
  const shown = (await models('show', '@champion')).out
  expect(shown).toContain('organizations/2 (champion), pipeline refinement')
  expect(shown).toContain('Source: reachout from Reachout Database.xlsx')
  expect(shown).toMatch(/champion promoted from nothing to version 2 by thandi on \S+: no merge lost/)
  expect((await models('rollback', '--why', 'it merged two schools')).out).toBe(
    'organizations@champion is no version now, and was version 2.\n',
  )
})

test.each([
  [['promote', 'organizations/7', '--why', 'x'], 'organizations has no model version 7; the nearest is 2.'],
  [['promote', 'organisations/1', '--why', 'x'], 'Did you mean "organizations"?'],
  [['promote', 'the best', '--why', 'x'], '"the best" names no model version.'],
  [['promote', '1', '--why', ' '], 'Say why in --why'],
  [['promote', '1', '--why', 'x', '--alias', 'v3'], '"v3" cannot be an alias'],
  [['show', 'organizations@challenger'], 'organizations has no challenger.'],
  [['rollback', '--why', 'x', '--alias', 'challenger'], 'points to no version, so there is nothing to move back'],
  [['compare'], 'No run has scored a challenger yet.'],
])('models %j is refused in a sentence', async (args, sentence) => {
  const { exit, err } = await models(...args)
  expect(exit).not.toBe(0)
  expect(err).toContain(sentence)
})

test('a tracking server that is down does not stop a promotion', async () => {
  const { exit, err, out } = await hotpass(['models', 'promote', '1', '--why', 'x', '--store', folder], {
    env: { MLFLOW_TRACKING_URI: 'http://127.0.0.1:1' },
  })
  expect({ exit, out }).toEqual({ exit: 0, out: expect.stringContaining('organizations@champion is version 1 now') })
  expect(err).toContain('The tracking server was not told of the models, which the store has all the same')
})
