import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { icebergListVersions, icebergMetadata, icebergRead } from 'icebird'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { alteredStore, columns, extra, openWorkshop, type Workshop } from './fixture.ts'

let shop: Workshop
beforeEach(async () => {
  shop = await openWorkshop()
})
afterEach(() => shop.close())

describe('readers that are not ours', () => {
  test('hyparquet reads a data file, its columns and its types', async () => {
    const store = new DirectoryStore(join(shop.folder, 'store'))
    const { files } = await shop.commit(store, 'a', 4)
    const path = await store.fetchFile(`datasets/organizations/${files[0]?.path}`, '')
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path), compressors })
    expect(rows).toHaveLength(4)
    expect(rows[1]).toEqual({ entity_id: 'org_000001', planes: 1n, quality_score: 0.1, is_primary: false })
  })

  test('icebird reads every version of the table, columns that came later included', async () => {
    const root = join(shop.folder, 'store')
    const server = createServer((request, response) => {
      try {
        const body = readFileSync(join(root, decodeURIComponent(new URL(request.url ?? '', 'http://x').pathname)))
        const range = /bytes=(\d*)-(\d*)/.exec(request.headers.range ?? '')
        const start = range?.[1] ? Number(range[1]) : range ? body.length - Number(range[2]) : 0
        const end = range?.[1] && range[2] ? Number(range[2]) + 1 : body.length
        const part = body.subarray(start, end)
        response.writeHead(range ? 206 : 200, {
          'content-length': part.length,
          'content-range': `bytes ${start}-${end - 1}/${body.length}`,
        })
        response.end(request.method === 'HEAD' ? undefined : part)
      } catch {
        response.writeHead(404).end()
      }
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const address = server.address()
    const base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`
    try {
      const local = new DirectoryStore(root)
      // The reader follows the URIs inside the metadata, so here they say where the test serves them.
      const store = alteredStore(local, { uri: (key: string) => base + key })
      await shop.commit(store, 'a', 3)
      await shop.commit(store, 'b', 5)
      await shop.commit(store, 'c', 4, { columns: [...columns, extra], mode: 'append' })
      const tableUrl = `${base}datasets/organizations`
      expect(await icebergListVersions({ tableUrl })).toBeDefined()
      for (const [version, count] of [
        [1, 3],
        [2, 5],
        [3, 9],
      ] as const) {
        const metadata = await icebergMetadata({ tableUrl, metadataFileName: `v${version}.metadata.json` })
        expect(metadata['current-snapshot-id']).toBe(version)
        const rows = await icebergRead({ tableUrl, metadata })
        expect(rows).toHaveLength(count)
        if (version === 3) {
          expect(rows.filter((row) => row.note === 'text 2')).toHaveLength(1)
          expect(rows.filter((row) => row.entity_id === 'org_000001')).toHaveLength(2)
        }
      }
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})
