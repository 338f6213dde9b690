import { lambdaHandler } from '../src/run/lambda-handler.ts'

/** The Plan state's function. */
export const handler = lambdaHandler('Plan')
