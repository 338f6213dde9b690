import { lambdaHandler } from '../src/run/lambda-handler.ts'

/** The Ingest state's function. */
export const handler = lambdaHandler('Ingest')
