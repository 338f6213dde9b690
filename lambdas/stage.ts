import { stageHandler } from '../src/run/lambda-handler.ts'

/** The function of every stage; which one it is, its environment says. */
export const handler = stageHandler(process.env.HOTPASS_STAGE)
