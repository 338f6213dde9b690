import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { ofProject } from '../../src/cli/project-of.ts'

const started = process.cwd()
afterEach(() => process.chdir(started))

/** Works in a folder, with a `hotpass.yaml` where its text is given. */
function workIn(text?: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'hotpass-project-')))
  if (text !== undefined) writeFileSync(join(folder, 'hotpass.yaml'), text)
  process.chdir(folder)
  return folder
}

describe('a command that names no pipeline', () => {
  test('means the one of the project, with the project’s landing', () => {
    const folder = workIn('landing: in\npipelines: { books: { domain: aviation } }')
    expect(ofProject(undefined, undefined)).toEqual({ pipeline: 'books', landing: join(folder, 'in') })
  })

  test('is asked which of several', () => {
    workIn('pipelines: { books: { domain: aviation }, films: { domain: aviation } }')
    expect(() => ofProject(undefined, undefined)).toThrow('Which pipeline? Name one of hotpass.yaml: books, films.')
  })

  test.each([
    ['outside of a project', undefined, 'There is no hotpass.yaml here or above. hotpass init <files> makes'],
    ['in an empty one', '{}', 'hotpass.yaml has no pipeline'],
  ])('%s is told what to do: the example is not run for them', (_, text, message) => {
    workIn(text)
    expect(() => ofProject(undefined, undefined)).toThrow(message)
  })
})

describe('what a command says itself', () => {
  test('goes before the project', () => {
    workIn('landing: in\npipelines: { books: { domain: aviation } }')
    expect(ofProject('books', 'elsewhere')).toEqual({ pipeline: 'books', landing: 'elsewhere' })
  })

  test('of a shipped pipeline takes nothing of the project: its files are for its own', () => {
    workIn('landing: in\npipelines: { books: { domain: aviation } }')
    expect(ofProject('refinement', undefined)).toEqual({ pipeline: 'refinement', landing: undefined })
  })
})
