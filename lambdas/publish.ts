import { lambdaHandler } from '../src/stages/lambda-handler.ts'

/** The Publish state's function. */
export const handler = lambdaHandler('Publish')
