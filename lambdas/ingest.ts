import { lambdaHandler } from '../src/stages/lambda-handler.ts'

/** The Ingest state's function. */
export const handler = lambdaHandler('Ingest')
