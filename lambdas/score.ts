import { lambdaHandler } from '../src/run/lambda-handler.ts'

/** The Score state's function. */
export const handler = lambdaHandler('Score')
