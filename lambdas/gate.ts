import { lambdaHandler } from '../src/stages/lambda-handler.ts'

/** The Gate state's function. */
export const handler = lambdaHandler('Gate')
