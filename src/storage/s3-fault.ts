/** What S3, or the way to it, answered instead of what was asked for. */
export interface S3Fault {
  readonly name: string
  /** The HTTP status; undefined when the answer never came, or broke off. */
  readonly status: number | undefined
}

export function faultOf(error: unknown): S3Fault {
  if (!(error instanceof Error)) return { name: 'Unknown', status: undefined }
  const metadata = '$metadata' in error ? error.$metadata : undefined
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined
  return { name: error.name, status: typeof status === 'number' ? status : undefined }
}

export const isMissingKey = (fault: S3Fault): boolean =>
  fault.name === 'NoSuchKey' || (fault.name === 'NotFound' && fault.status === 404)

/** S3 asks for fewer requests, or for the same one later. */
export const isOverloaded = ({ status }: S3Fault): boolean => status === 503 || status === 429

/** Whether the same request may be answered next time: it broke off, or S3 says that the fault is its own. */
export const isPassing = ({ status }: S3Fault): boolean => status === undefined || status >= 500 || status === 429
