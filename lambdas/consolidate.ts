import { lambdaHandler } from '../src/run/lambda-handler.ts'

/** The Consolidate state's function. */
export const handler = lambdaHandler('Consolidate')
