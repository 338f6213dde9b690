/** The namespace of every job on a laptop; on AWS it is `aws-sfn://<region>/<account>`. */
export const LOCAL_JOB_NAMESPACE = 'aws-sfn://local/local'

/**
 * Names a dataset the way receivers group them, from the address the store gives: `s3://bucket/a/b` is `a/b` in
 * `s3://bucket`; `file:///data/a` is `/data/a` in `file`.
 */
export function datasetReference(uri: string): { namespace: string; name: string } {
  const trimmed = uri.replace(/\/+$/, '')
  if (trimmed.startsWith('file://')) return { namespace: 'file', name: decoded(trimmed.slice('file://'.length)) }
  const parts = /^([a-z][a-z0-9+.-]*:\/\/[^/]+)\/(.+)$/.exec(trimmed)
  if (parts?.[1] === undefined || parts[2] === undefined) return { namespace: 'file', name: trimmed }
  // Marquez 0.51 loses a name that begins with a digit.
  return { namespace: parts[1], name: /^\d/.test(parts[2]) ? `/${parts[2]}` : parts[2] }
}

/** A path that was never encoded may hold a `%` of its own. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** The job of a whole state machine, or of one of its states. */
export const jobName = (stateMachine: string, state?: string): string =>
  state === undefined ? stateMachine : `${stateMachine}.${state}`
