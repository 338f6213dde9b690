import { lambdaHandler } from '../src/stages/lambda-handler.ts'

/** The Plan state's function. */
export const handler = lambdaHandler('Plan')
