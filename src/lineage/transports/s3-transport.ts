import { createHash } from 'node:crypto'
import { LineageConfigurationError, TransportError } from '../errors.ts'
import type { Transport } from './transport.ts'

/** An s3 transport's configuration, under the names the standard gives them. */
export interface S3TransportConfig {
  readonly type: 's3'
  readonly bucketName: string
  /** Put before each object's name; ends in `/` for a folder. */
  readonly fileNamePrefix?: string
  /** The address of an S3 that is not Amazon's. */
  readonly endpoint?: string
}

/** Writes one object. The client has no S3 of its own: the program that uses it brings one. */
export type ObjectPutter = (
  target: { readonly bucket: string; readonly key: string; readonly endpoint?: string },
  body: string,
) => Promise<void>

/**
 * Writes one object an event. The standard names objects by milliseconds, which two events can share and which then overwrite each
 * other; a digest of the event in the name keeps both, and makes a second delivery of the same event write the same object.
 */
export function s3Transport(config: S3TransportConfig, put: ObjectPutter | undefined): Transport {
  if (put === undefined)
    throw new LineageConfigurationError(
      'The s3 transport needs an object putter from the program that uses it. Hand one to the client, or choose another transport.',
    )
  const prefix = config.fileNamePrefix ?? ''
  const start = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}_`
  return {
    type: 's3',
    id: `s3-${createHash('sha256')
      .update(`${config.endpoint ?? ''}/${config.bucketName}/${prefix}`)
      .digest('hex')
      .slice(0, 16)}`,
    async emit(event) {
      const body = JSON.stringify(event)
      const digest = createHash('sha256').update(body).digest('hex').slice(0, 8)
      const key = `${start}${Date.parse(event.eventTime)}-${digest}.json`
      const endpoint = config.endpoint === undefined ? {} : { endpoint: config.endpoint }
      try {
        await put({ bucket: config.bucketName, key, ...endpoint }, body)
      } catch (cause) {
        throw new TransportError(
          `The event cannot be written to s3://${config.bucketName}/${key} (${cause instanceof Error ? cause.message : cause}).`,
          'unavailable',
          { cause },
        )
      }
    },
  }
}
