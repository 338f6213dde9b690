import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { completeCommands, placeOf, STORE_COMMANDS, shellWord } from '../../src/cli/complete-commands.ts'
import { buildProgram } from '../../src/cli/program.ts'
import { fakeIo } from './fake-io.ts'

const RUN = 'refinement-20260131T060000Z-0a1b2c'
const nowhere = { store: undefined, env: undefined }
const store = { store: '/data/my store', env: undefined }
const env = { store: undefined, env: 'dev' }

describe('a command that a sentence suggests names the place of whoever reads it', () => {
  test.each([
    [`Finish it with: hotpass retry ${RUN}`, `hotpass retry ${RUN} --store '/data/my store'`, `retry ${RUN} --env dev`],
    ['List them with: hotpass runs', "hotpass runs --store '/data/my store'", 'hotpass runs --env dev'],
    [
      'hotpass pull entity_links lists them.',
      "hotpass pull --store '/data/my store' entity_links lists",
      'pull --env dev',
    ],
    [
      '"hotpass versions contacts" lists them.',
      `"hotpass versions --store '/data/my store' contacts"`,
      '--env dev contacts"',
    ],
    [
      'up to date with: hotpass pull, hotpass docs --rebuild, hotpass repair glue',
      "hotpass pull --store '/data/my store', hotpass docs --store '/data/my store' --rebuild, hotpass repair glue --store '/data/my store'",
      'hotpass pull --env dev, hotpass docs --env dev --rebuild, hotpass repair glue --env dev',
    ],
    [
      `What was finished is kept: hotpass retry ${RUN} --env <environment>`,
      `kept: hotpass retry ${RUN} --store '/data/my store'`,
      `kept: hotpass retry ${RUN} --env dev`,
    ],
    [`Its log: hotpass logs ${RUN} --env <environment>.`, '--env <environment>.', `hotpass logs ${RUN} --env dev.`],
    ['then run: hotpass deploy --env <environment>', '--env <environment>', 'hotpass deploy --env dev'],
    [
      `See why: hotpass status ${RUN} --env prod, then hotpass retry ${RUN} --env prod`,
      `hotpass status ${RUN} --env prod, then hotpass retry ${RUN} --env prod`,
      `hotpass status ${RUN} --env prod, then hotpass retry ${RUN} --env prod`,
    ],
    [`Stop it: hotpass cancel ${RUN} --store ./x`, `cancel ${RUN} --store ./x`, `cancel ${RUN} --store ./x`],
  ])('%s', (said, inStore, inEnvironment) => {
    expect(completeCommands(said, store)).toContain(inStore)
    expect(completeCommands(said, env)).toContain(inEnvironment)
    expect(completeCommands(completeCommands(said, store), store)).toBe(completeCommands(said, store))
    expect(completeCommands(said, nowhere)).toBe(
      said.includes('retry') ? said.replace(' --env <environment>', '') : said,
    )
  })

  test.each(['hotpass: the disk is full', 'hotpass normalise flag', 'a hotpass runner', '~/hotpass run'])(
    'and leaves what is no such command alone: %s',
    (text) => expect(completeCommands(text, store).replace(/ --store '.*?'/, '')).toBe(text),
  )

  test('the place is what the command line says, in either form', () => {
    expect(placeOf(['runs', '--store', './x', '--json'])).toEqual({ store: './x', env: undefined })
    expect(placeOf(['runs', '--store=./x'])).toEqual({ store: './x', env: undefined })
    expect(placeOf(['status', '--env=dev'])).toEqual({ store: undefined, env: 'dev' })
    expect(placeOf(['runs'])).toEqual(nowhere)
  })

  test.each(["it's", 'a b', '$HOME', 'x;y', '*'])('a place a shell would take apart is quoted: %s', (text) =>
    expect(shellWord(text)).toMatch(/^'.*'$/),
  )
})

test('every command that can name a store is known, and no other', () => {
  const leaves = (command: Command, name: string): [string, Command][] =>
    command.commands.length === 0
      ? [[name, command]]
      : command.commands.flatMap((one) => leaves(one, `${name} ${one.name()}`.trim()))
  const named = leaves(
    buildProgram(fakeIo(), () => undefined),
    '',
  )
    .filter(([, command]) => command.options.some(({ long }) => long === '--store'))
    .map(([name]) => name)
  // `runs` alone is `runs list`; logs and schedules take no store but that of an environment.
  expect([...STORE_COMMANDS, 'logs', 'schedules'].filter((name) => name !== 'runs').sort()).toEqual(named.sort())
})
