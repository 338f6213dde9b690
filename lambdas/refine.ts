import { lambdaHandler } from '../src/run/lambda-handler.ts'

/** The Refine state's function. */
export const handler = lambdaHandler('Refine')
