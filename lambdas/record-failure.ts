import { lambdaHandler } from '../src/stages/lambda-handler.ts'

/** The RecordFailure state's function. */
export const handler = lambdaHandler('RecordFailure')
