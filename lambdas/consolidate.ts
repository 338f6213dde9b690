import { lambdaHandler } from '../src/stages/lambda-handler.ts'

/** The Consolidate state's function. */
export const handler = lambdaHandler('Consolidate')
