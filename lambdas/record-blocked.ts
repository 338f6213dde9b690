import { lambdaHandler } from '../src/run/lambda-handler.ts'

/** The RecordBlocked state's function. */
export const handler = lambdaHandler('RecordBlocked')
