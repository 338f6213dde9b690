import { lambdaHandler } from '../src/stages/lambda-handler.ts'

/** The RecordBlocked state's function. */
export const handler = lambdaHandler('RecordBlocked')
