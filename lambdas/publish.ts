import { lambdaHandler } from '../src/run/lambda-handler.ts'

/** The Publish state's function. */
export const handler = lambdaHandler('Publish')
