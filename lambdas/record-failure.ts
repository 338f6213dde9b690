import { lambdaHandler } from '../src/run/lambda-handler.ts'

/** The RecordFailure state's function. */
export const handler = lambdaHandler('RecordFailure')
