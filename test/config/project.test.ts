import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { deployedVersion, findProject, loadPipeline, readProject } from '../../src/config/index.ts'

const started = process.cwd()
afterEach(() => process.chdir(started))

const SCHEDULED = `pipelines:
  books:
    domain: library
    schedule: { expression: rate(1 day) }
    guardrails: { success_within_hours: 48 }
    enabled: { trial: true }
environments:
  trial: { region: eu-west-1 }
`

/** A project's folder with its file, and whatever else it is to hold. */
function projectOf(text: string, files: Readonly<Record<string, string>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'hotpass-project-')))
  for (const [name, body] of Object.entries({ 'hotpass.yaml': text, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), body)
  }
  return folder
}

describe('a hotpass.yaml that says what cannot be is refused by key', () => {
  test.each([
    ['an unknown key', 'pipeline: {}', 'hotpass.yaml: there is no key "pipeline". Did you mean "pipelines"?'],
    ['no YAML', 'pipelines: [', 'hotpass.yaml: it is not YAML'],
    ['a list', '- books', 'hotpass.yaml'],
    ['an id with capitals', 'pipelines: { Books: { domain: x } }', 'at pipelines.Books'],
    ['a pipeline without a domain', 'pipelines: { books: {} }', 'at pipelines.books.domain'],
    ['a key that no pipeline has', 'pipelines: { books: { domain: x, shedule: 1 } }', 'there is no key "shedule"'],
    [
      'a schedule that nobody watches',
      SCHEDULED.replace(/ *guardrails.*\n/, ''),
      'at pipelines.books.guardrails.success_within_hours: must say, for a schedule',
    ],
    [
      'an environment that starts nothing',
      'pipelines: { books: { domain: x, enabled: { trial: true } } }',
      'at pipelines.books.enabled: starts nothing',
    ],
    ['an environment of a strange name', 'environments: { "Trial 1": {} }', 'at environments.Trial 1'],
    [
      'a domain outside',
      'pipelines: { books: { domain: ../library } }',
      '"../library" is no folder inside of the project',
    ],
    ['a domain anywhere', 'pipelines: { books: { domain: /etc } }', '"/etc" is no folder inside of the project'],
    [
      'a domain that is the project itself, with all that lies there',
      'pipelines: { books: { domain: . } }',
      '"." is no folder inside of the project',
    ],
    [
      'a bomb of aliases',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'.replaceAll(/./g, (name) => {
        const before = String.fromCharCode(name.charCodeAt(0) - 1)
        return `${name}: &${name} [${Array(9).fill(`*${before}`).join(',')}]\n`
      })}`,
      'hotpass.yaml: it is not YAML that can be read',
    ],
  ])('%s', (_, text, message) => {
    expect(() => readProject(projectOf(text))).toThrow(message)
  })
})

describe('a project', () => {
  test('says what its file says, with paths from its own folder', () => {
    const folder = projectOf(`landing: incoming\nstore: kept\n${SCHEDULED}`, {
      'domains/library/domain.yaml': 'id: library',
    })
    expect(readProject(folder)).toMatchObject({
      folder,
      landing: join(folder, 'incoming'),
      store: join(folder, 'kept'),
      environments: { trial: { region: 'eu-west-1' } },
      pipelines: [
        {
          id: 'books',
          domain: 'library',
          domainFolder: join(folder, 'domains/library'),
          schedule: { expression: 'rate(1 day)', time_zone: 'UTC' },
          enabled: { trial: true },
          guardrails: { success_within_hours: 48, quarantine_rate: 0.2 },
        },
      ],
    })
  })

  test('keeps a bucket and the id of a shipped domain as they are written', () => {
    const project = readProject(projectOf('store: s3://shelves/here\npipelines: { planes: { domain: aviation } }'))
    expect(project.store).toBe('s3://shelves/here')
    expect(project.pipelines[0]).toMatchObject({ domain: 'aviation' })
    expect(project.pipelines[0]).not.toHaveProperty('domainFolder')
  })

  test('may be empty: nothing is deployed and nothing runs', () => {
    expect(readProject(projectOf('{}'))).toMatchObject({ pipelines: [], environments: {}, landing: undefined })
  })

  test('is found from any folder in it, and not from outside', () => {
    const folder = projectOf(SCHEDULED, { 'a/b/c.txt': '' })
    expect(findProject(join(folder, 'a/b'))?.folder).toBe(folder)
    expect(findProject(dirname(folder))).toBeUndefined()
  })

  test('is deployed as another version when one of its files is another, and only then', () => {
    const files = { 'domains/library/domain.yaml': 'id: library', 'notes.txt': 'one' }
    const version = (text: string, more: Readonly<Record<string, string>>) =>
      deployedVersion(readProject(projectOf(text, more)))
    const first = version(SCHEDULED, files)
    expect(first).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{12}\.[0-9a-f]{12}$/)
    expect(version(SCHEDULED, { ...files, 'notes.txt': 'two' })).toBe(first)
    expect(version(SCHEDULED, { ...files, 'domains/library/domain.yaml': 'id: other' })).not.toBe(first)
    expect(version(`${SCHEDULED}# other\n`, files)).not.toBe(first)
  })
})

describe('a pipeline by its id', () => {
  test('is the project’s before a shipped one of the same id', async () => {
    process.chdir(projectOf('pipelines: { refinement: { domain: aviation, description: Mine. } }'))
    expect((await loadPipeline('refinement')).description).toBe('Mine.')
  })

  test('is a shipped one where the project has none of it', async () => {
    process.chdir(projectOf(SCHEDULED))
    expect((await loadPipeline('refinement')).id).toBe('refinement')
  })

  test('that nobody has is answered with the nearest of both', async () => {
    process.chdir(projectOf(SCHEDULED))
    await expect(loadPipeline('boks')).rejects.toThrow(
      'There is no pipeline "boks". Did you mean "books"? Known: books, refinement.',
    )
  })
})
