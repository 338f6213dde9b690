import { expect, test } from 'vitest'
import { startS3Stub } from '../support/s3-stub.ts'
import { commits, raceOnBadS3 } from '../versions/commit-race.ts'
import { openWorkshop } from '../versions/fixture.ts'

test('96 commits by eight writers on a bucket that loses answers, storms and breaks off: none is lost, none is there twice', async () => {
  const [shop, stub] = await Promise.all([openWorkshop(), startS3Stub()])
  try {
    await raceOnBadS3(shop, stub, commits(96))
    expect(stub.requests.length).toBeGreaterThan(1000)
  } finally {
    await stub.close()
    shop.close()
  }
})
