import { lambdaHandler } from '../src/run/lambda-handler.ts'

/** The Block state's function. */
export const handler = lambdaHandler('Block')
