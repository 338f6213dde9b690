import { lambdaHandler } from '../src/stages/lambda-handler.ts'

/** The Refine state's function. */
export const handler = lambdaHandler('Refine')
