import { lambdaHandler } from '../src/stages/lambda-handler.ts'

/** The Block state's function. */
export const handler = lambdaHandler('Block')
