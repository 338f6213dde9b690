import type { StageSize } from './stage-facts.ts'

/** What is known of the work that failed. */
export interface FailedWork {
  /** A state, with the file or shard where that is known: `Refine, shard 3 (Reachout.xlsx)`. */
  readonly where: string
  /** What its function was given. */
  readonly size?: StageSize | undefined
  readonly run?: string | undefined
}

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const given = (value: number | undefined, unit: string): string =>
  value === undefined ? '' : ` (${whole.format(value)} ${unit})`
const log = ({ run }: FailedWork): string => `hotpass logs ${run ?? '<run>'} --env <environment>`
const retry = ({ run }: FailedWork): string => `hotpass retry ${run ?? '<run>'} --env <environment>`

const SPLIT = 'Split its largest file into several, or the sources into pipelines of their own'

const outOfMemory = (work: FailedWork): string =>
  `${work.where} needed more than the memory of its function${given(work.size?.memoryMb, 'MB')}, and was killed. ` +
  `The same again would end the same. ${SPLIT}, then run again.`

const outOfTime = (work: FailedWork): string =>
  `${work.where} took longer than its function may run${given(work.size?.timeoutSeconds, 's')}, and was ended. ` +
  `The same again would end the same. ${SPLIT}, then run again.`

const ended = (work: FailedWork): string =>
  `The process of ${work.where} ended without an answer. Its log has the last words: ${log(work)}. ` +
  `What was finished is kept: ${retry(work)}`

const notLoaded = (work: FailedWork): string =>
  `The function of ${work.where} does not start: its code or a library of it is missing or broken. ` +
  `Deploy again (hotpass deploy --env <environment>), then: ${retry(work)}`

const awsTrouble = (work: FailedWork): string =>
  `AWS could not carry out ${work.where}, also after several tries. What was finished is kept: wait some minutes, then ${retry(work)}`

const forbidden = (work: FailedWork): string =>
  `The state machine may not do what ${work.where} needs. Its roles are part of the deployment: ` +
  `deploy again (hotpass deploy --env <environment>), then: ${retry(work)}`

const defect = (work: FailedWork): string =>
  `The state machine was given something at ${work.where} that it cannot work with. ` +
  'This is a defect of Hotpass or of a changed state machine: deploy again, and report it with the run id if it stays.'

/**
 * What a failure of AWS's own means, by the name that Lambda or Step Functions documents for it. Names that are not here are the
 * stages' own, and say it themselves.
 */
export const PLATFORM_FAILURES: Readonly<Record<string, (work: FailedWork) => string>> = {
  'Sandbox.Timedout': outOfTime,
  'Runtime.OutOfMemory': outOfMemory,
  'Runtime.ExitError': ended,
  // The emulated AWS's word for the same; AWS has it for nothing else.
  'Runtime.HandlerError': ended,
  'Runtime.UnknownReason': ended,
  'Runtime.Unknown': ended,
  'Lambda.Unknown': ended,
  'Function.Unknown': ended,
  'Runtime.ImportModuleError': notLoaded,
  'Runtime.HandlerNotFound': notLoaded,
  'Runtime.UserCodeSyntaxError': notLoaded,
  'Runtime.InvalidEntrypoint': notLoaded,
  'Extension.Crash': ended,
  'Lambda.TooManyRequestsException': (work) =>
    `AWS had no room for another call of ${work.where}: the account's limit of concurrent functions is used up. ` +
    `Lower --set run.map_concurrency=<n>, or raise the limit in Service Quotas; then ${retry(work)}`,
  'Lambda.EC2ThrottledException': awsTrouble,
  'Lambda.ServiceException': awsTrouble,
  'Lambda.AWSLambdaException': awsTrouble,
  'Lambda.SdkClientException': awsTrouble,
  'Lambda.ClientExecutionTimeoutException': awsTrouble,
  'Lambda.ResourceNotReadyException': awsTrouble,
  'Lambda.ResourceNotFoundException': notLoaded,
  'Lambda.AccessDeniedException': forbidden,
  'States.Permissions': forbidden,
  'States.Timeout': (work) =>
    `${work.where} took longer than the state machine allows, and was ended. ${SPLIT}, then run again.`,
  'States.HeartbeatTimeout': outOfTime,
  'States.TaskFailed': ended,
  'States.ExceedToleratedFailureThreshold': (work) =>
    `More of ${work.where} failed than the run tolerates (run.tolerated_failure_percentage). ` +
    `One that was killed for its memory${given(work.size?.memoryMb, 'MB')} or its time${given(work.size?.timeoutSeconds, 's')} ` +
    `leaves no other word; its log has the last ones: ${log(work)}. What was finished is kept: ${retry(work)}`,
  'States.DataLimitExceeded': (work) =>
    `${work.where} passes on more than the 262,144 bytes that Step Functions carries. ` +
    'Give it fewer --set texts and shorter file names, then run again.',
  'States.ItemReaderFailed': (work) =>
    `The list of the items of ${work.where} could not be read from the store. ` +
    `Check that runs/${work.run ?? '<run>'}/items/ is there and that the state machine may read it, then run again.`,
  'States.ResultWriterFailed': awsTrouble,
  'States.Runtime': defect,
  'States.ParameterPathFailure': defect,
  'States.ResultPathMatchFailure': defect,
  'States.NoChoiceMatched': defect,
  'States.IntrinsicFailure': defect,
  'States.BranchFailed': defect,
}

/** What AWS says in a cause where the name says less: a kill for memory is an exit, a time-out may be unknown. */
const TOLD_BY_CAUSE: readonly (readonly [RegExp, (work: FailedWork) => string])[] = [
  [/\bTask timed out after [\d.]+ seconds/, outOfTime],
  [/signal: killed|JavaScript heap out of memory|exit status (134|137)\b/, outOfMemory],
]

/** How the emulated AWS tells of a process that died, under a name of its own language when it died at its start. */
const EMULATED_DEATH = /\bWorker process (?:died\b|exited immediately\b)/

/** The sentence for a failure of AWS's own; undefined when the name is none of AWS's. @param cause as AWS gave it, a hint only */
export function platformFailure(name: string, cause: string, work: FailedWork): string | undefined {
  if (!Object.hasOwn(PLATFORM_FAILURES, name)) return EMULATED_DEATH.test(cause) ? ended(work) : undefined
  const sentence = TOLD_BY_CAUSE.find(([pattern]) => pattern.test(cause))?.[1] ?? PLATFORM_FAILURES[name]
  return sentence?.(work)
}
