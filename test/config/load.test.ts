import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ConfigurationError,
  ConfigurationFileError,
  loadPipeline,
  loadProfile,
  matchGlob,
  PipelineNotFoundError,
  ProfileNotFoundError,
  packagePath,
  resolveConfiguration,
} from '../../src/config/index.ts'
import { contracts } from '../../src/contracts/index.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'config-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const file = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text)
  return join(folder, name)
}

const PROFILE = `id: small
display_name: Small
country_code: NA
sources:
  - id: one
    title: One
    priority: 1
    files: ['one*']
    sheets:
      - { sheet: Cleaned, contract: sacaa_cleaned }
`

describe('names that are not there', () => {
  test.each([
    '../profiles/aviation',
    '/etc/passwd',
    '..',
    '',
    'Aviation',
    'a/b',
    'a\0b',
    '.hidden',
    'suites',
    'none.yaml',
  ])('profile %j', async (id) => {
    await expect(loadProfile(id)).rejects.toThrow(ProfileNotFoundError)
    await expect(loadProfile(id)).rejects.toThrow('Shipped: aviation, generic.')
  })

  test('a slip of the hand is answered with the nearest', async () => {
    await expect(loadProfile('avaition')).rejects.toThrow('There is no profile "avaition". Did you mean "aviation"?')
    await expect(loadPipeline('refinment')).rejects.toThrow(
      'There is no pipeline "refinment". Did you mean "refinement"?',
    )
    await expect(loadPipeline('../pipelines/refinement')).rejects.toThrow(PipelineNotFoundError)
    await expect(loadPipeline('x')).rejects.toThrow(ConfigurationError)
  })

  test('a folder named like a file is not one', async () => {
    await mkdir(join(folder, 'folder.yaml'))
    await expect(loadProfile(join(folder, 'folder.yaml'))).rejects.toThrow(ProfileNotFoundError)
  })
})

describe('a profile file that is wrong', () => {
  test.each([
    [
      'an unknown root key',
      `${PROFILE}colum_synonyms: {}\n`,
      'there is no key "colum_synonyms". Did you mean "column_synonyms"',
    ],
    [
      'an unknown inner key',
      PROFILE.replace('title: One', 'title: One\n    colour: red'),
      'at sources[0]: there is no key "colour"',
    ],
    ['no YAML at all', 'id: [', 'it is not YAML'],
    ['a key twice', `${PROFILE}id: again\n`, 'it is not YAML'],
    ['nothing', '', 'expected object'],
    ['a list', '- a\n', 'expected object'],
    ['a folder in a pattern', PROFILE.replace("'one*'", "'../one*'"), 'sources[0].files[0]'],
    ['an id that climbs', PROFILE.replace('id: small', 'id: ../small'), 'at id: must be'],
    ['a country by name', PROFILE.replace('NA', 'Namibia'), 'at country_code: must be'],
    ['a contract nobody has', PROFILE.replace('sacaa_cleaned', 'sacaa'), 'must be a source contract: contact_capture'],
    ['a published contract', PROFILE.replace('sacaa_cleaned', 'contacts'), 'must be a source contract'],
    ['synonyms of no contract', `${PROFILE}column_synonyms: { sacaa: {} }\n`, 'at column_synonyms.sacaa: must be'],
    [
      'synonyms of no field',
      `${PROFILE}column_synonyms: { sacaa_cleaned: { naam: [x] } }\n`,
      'must be a field of sacaa_cleaned',
    ],
    ['two sources with one id', `${PROFILE}${PROFILE.slice(PROFILE.indexOf('  - id'))}`, 'sources[1].id: must differ'],
    [
      'a sheet twice',
      `${PROFILE}      - { sheet: CLEANED, contract: sacaa_cleaned }\n`,
      'sheets[1].sheet: is there twice',
    ],
    ['a free mail address', `${PROFILE}free_mail_domains: ['a@gmail.com']\n`, 'free_mail_domains[0]'],
    [
      'aliases of aliases',
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]\n`,
      'it is not YAML that can be read',
    ],
  ])('%s', async (_, text, message) => {
    const path = await file('wrong.yaml', text)
    await expect(loadProfile(path)).rejects.toThrow(ConfigurationFileError)
    await expect(loadProfile(path)).rejects.toThrow(message)
    await expect(loadProfile(path)).rejects.toThrow(path)
  })

  test('priorities must differ: a tie between sources would be settled by nothing', async () => {
    const second = PROFILE.slice(PROFILE.indexOf('  - id')).replace('id: one', 'id: two')
    await expect(loadProfile(await file('tie.yaml', PROFILE + second))).rejects.toThrow(
      'sources[1].priority: must differ',
    )
  })
})

describe('files of one’s own', () => {
  test('defaults fill what a profile leaves out', async () => {
    const profile = await loadProfile(await file('small.yaml', PROFILE))
    expect(profile).toMatchObject({ column_synonyms: {}, free_mail_domains: [], settings: {} })
    expect(profile.sources[0]?.sheets[0]?.date_order).toBe('dmy')
  })

  test('a pipeline takes the files it names from beside it, and the shipped ones otherwise', async () => {
    const profile = await file('beside.yml', PROFILE)
    const path = await file(
      'own.yaml',
      'id: own\ndescription: Own.\nprofile: beside.yml\nsuites: { contacts: profiles/suites/contacts.yaml, organizations: beside.yml }\n',
    )
    const pipeline = await loadPipeline(path)
    expect(pipeline.profile).toBe(profile)
    expect(pipeline.suites).toEqual({ contacts: 'profiles/suites/contacts.yaml', organizations: profile })
  })

  test.each([
    ['suites: { people: a.yaml }', 'suites'],
    ['suites: { contacts: a.json }', 'suites.contacts'],
    ['schedule: daily', 'schedule'],
    ['when: daily', 'there is no key "when"'],
  ])('a pipeline with %s is refused', async (line, message) => {
    const path = await file('bad.yaml', `id: own\ndescription: Own.\nprofile: aviation\n${line}\n`)
    await expect(loadPipeline(path)).rejects.toThrow(ConfigurationFileError)
    await expect(loadPipeline(path)).rejects.toThrow(message)
  })
})

describe('what is shipped', () => {
  test.each(['aviation', 'generic'])('%s covers every source contract, with settings that resolve', async (id) => {
    const profile = await loadProfile(id)
    const pipeline = await loadPipeline('refinement')
    expect(resolveConfiguration({ pipeline, profile, set: [] }).values.run.concurrency).toBe(2)
    const wanted = [...contracts.values()].filter(({ kind }) => kind === 'source').map((contract) => contract.id)
    expect(profile.sources.flatMap(({ sheets }) => sheets.map(({ contract }) => contract)).sort()).toEqual(
      wanted.sort(),
    )
    for (const contract of wanted)
      for (const suffix of ['.csv', '.jsonl', '.parquet']) {
        const sources = profile.sources.filter(({ files }) => files.some((glob) => matchGlob(glob, contract + suffix)))
        const sheets = sources[0]?.sheets.filter(({ files }) =>
          files?.some((glob) => matchGlob(glob, contract + suffix)),
        )
        expect(sources.length).toBe(1)
        expect(sheets?.map((sheet) => sheet.contract)).toEqual([contract])
      }
  })

  test('aviation claims the workbooks people send', async () => {
    const { sources } = await loadProfile('aviation')
    const claims = (name: string) =>
      sources.filter(({ files }) => files.some((glob) => matchGlob(glob, name))).map(({ id }) => id)
    expect(claims('Reachout Database.xlsx')).toEqual(['reachout'])
    expect(claims('contact database (2).XLSX')).toEqual(['contact'])
    expect(claims('SACAA Flight Schools - Refined copy__CLEANED.xlsx')).toEqual(['sacaa'])
    expect(claims('notes.xlsx')).toEqual([])
  })

  test('refinement is found from any working folder, by id and by path', async () => {
    expect(await loadPipeline('pipelines/refinement.yaml')).toEqual(await loadPipeline('refinement'))
    expect((await loadPipeline('refinement')).profile).toBe('aviation')
    expect(packagePath('/somewhere/else.yaml')).toBe('/somewhere/else.yaml')
  })
})
