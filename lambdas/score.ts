import { lambdaHandler } from '../src/stages/lambda-handler.ts'

/** The Score state's function. */
export const handler = lambdaHandler('Score')
