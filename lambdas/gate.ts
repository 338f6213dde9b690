import { lambdaHandler } from '../src/run/lambda-handler.ts'

/** The Gate state's function. */
export const handler = lambdaHandler('Gate')
