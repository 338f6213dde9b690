import { lambdaHandler } from '../src/stages/lambda-handler.ts'

/** The Resolve state's function. */
export const handler = lambdaHandler('Resolve')
