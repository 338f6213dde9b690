/** The namespace of every job on a laptop; on AWS it is `aws-sfn://<region>/<account>`. */
export const LOCAL_JOB_NAMESPACE = 'aws-sfn://local/local'

/**
 * Names a dataset the way receivers group them, from the address the store gives: `s3://bucket/a/b` is `a/b` in
 * `s3://bucket`; `file:///data/a` is `/data/a` in `file`.
 */
export function datasetReference(uri: string): { namespace: string; name: string } {
  const trimmed = uri.replace(/\/+$/, '')
  if (trimmed.startsWith('file://'))
    return { namespace: 'file', name: decodeURIComponent(trimmed.slice('file://'.length)) }
  const parts = /^([a-z][a-z0-9+.-]*:\/\/[^/]+)\/(.+)$/.exec(trimmed)
  return parts?.[1] === undefined || parts[2] === undefined
    ? { namespace: 'file', name: trimmed }
    : { namespace: parts[1], name: parts[2] }
}

/** The job of a whole state machine, or of one of its states. */
export const jobName = (stateMachine: string, state?: string): string =>
  state === undefined ? stateMachine : `${stateMachine}.${state}`
