import { lambdaHandler } from '../src/run/lambda-handler.ts'

/** The Resolve state's function. */
export const handler = lambdaHandler('Resolve')
