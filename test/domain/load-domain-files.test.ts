import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DomainError, DomainFaultsError, DomainNotFoundError } from '../../src/domain/errors.ts'
import { loadDomainFiles } from '../../src/domain/load-domain-files.ts'
import { readDomainFolder } from '../../src/domain/read-domain.ts'

let folder: string
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'domain-')))
  mkdirSync(join(folder, 'shop/vocabularies'), { recursive: true })
  writeFileSync(join(folder, 'shop/domain.yaml'), 'id: shop\n')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe("a domain's folder", () => {
  it('is read by the names of its own folders; anything else in it is not', async () => {
    writeFileSync(join(folder, 'shop/vocabularies/kinds.yaml'), 'words: [a]\n')
    writeFileSync(join(folder, 'shop/vocabularies/.hidden.yaml'), 'words: [b]\n')
    writeFileSync(join(folder, 'shop/vocabularies/notes.txt'), 'secret\n')
    writeFileSync(join(folder, 'shop/README.md'), 'read me\n')
    expect(await loadDomainFiles(join(folder, 'shop'))).toEqual({
      'domain.yaml': 'id: shop\n',
      'vocabularies/kinds.yaml': 'words: [a]\n',
    })
  })

  it('gives nothing of what lies outside of it, however it is linked', async () => {
    writeFileSync(join(folder, 'secret.yaml'), 'words: [password]\n')
    symlinkSync(join(folder, 'secret.yaml'), join(folder, 'shop/vocabularies/kinds.yaml'))
    await expect(loadDomainFiles(join(folder, 'shop'))).rejects.toThrow(/leads out of the domain's folder/)
    rmSync(join(folder, 'shop/vocabularies'), { recursive: true })
    mkdirSync(join(folder, 'elsewhere'))
    writeFileSync(join(folder, 'elsewhere/kinds.yaml'), 'words: [password]\n')
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'shop/vocabularies'))
    await expect(loadDomainFiles(join(folder, 'shop'))).rejects.toThrow(DomainError)
  })

  it('may itself be reached by a link', async () => {
    symlinkSync(join(folder, 'shop'), join(folder, 'linked'))
    expect(await loadDomainFiles(join(folder, 'linked'))).toEqual({ 'domain.yaml': 'id: shop\n' })
  })

  it('without a domain.yaml is no domain', async () => {
    rmSync(join(folder, 'shop/domain.yaml'))
    await expect(loadDomainFiles(join(folder, 'shop'))).rejects.toThrow(DomainNotFoundError)
    mkdirSync(join(folder, 'shop/domain.yaml'))
    await expect(loadDomainFiles(join(folder, 'shop'))).rejects.toThrow(/is no plain file/)
  })

  it('is too big where nobody can have written it', async () => {
    writeFileSync(join(folder, 'shop/vocabularies/kinds.yaml'), '#'.repeat(10_000_001))
    await expect(loadDomainFiles(join(folder, 'shop'))).rejects.toThrow(/more than 10 MB/)
  })

  it('with faults is told with all of them', async () => {
    const told = await readDomainFolder(join(folder, 'shop')).catch((error: unknown) => error)
    expect(told).toBeInstanceOf(DomainFaultsError)
    expect((told as DomainFaultsError).message).toMatch(
      /has 3 faults:\n {2}domain\.yaml:1:1, at country: .*\n {2}domain\.yaml:1:1, .*\n {2}domain\.yaml:1:1, .*\nCorrect them; hotpass domain check looks again\.$/,
    )
  })
})
