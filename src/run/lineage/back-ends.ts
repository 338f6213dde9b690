import { resolveConfiguration } from '../../lineage/configuration/resolve-configuration.ts'
import { createTransport } from '../../lineage/create-transport.ts'
import type { ObjectPutter, Transport } from '../../lineage/index.ts'
import { isComposite } from '../../lineage/transports/composite-transport.ts'

/** Where events go besides the store. Without any configuration: nowhere. @throws LineageConfigurationError */
export function configuredBackEnds(env: Readonly<Record<string, string | undefined>> = process.env): Transport[] {
  const found = resolveConfiguration({ env })
  if (found === undefined || found.transport.type === 'noop') return []
  const transport = createTransport(found.transport, { putObject })
  // Back ends that do not wait for one another are each delivered to at their own pace.
  const all = isComposite(transport) && transport.independent ? transport.transports : [transport]
  return all.filter(({ type }) => type !== 'noop')
}

const putObject: ObjectPutter = async ({ bucket, key, endpoint }, body) => {
  const { PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3')
  const client = new S3Client(endpoint === undefined ? {} : { endpoint, forcePathStyle: true })
  try {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: 'application/json' }))
  } finally {
    client.destroy()
  }
}
