import { startOnArrival } from '../src/runtime/start-on-arrival.ts'

/** Told by EventBridge that a file landed, or by its own schedule that no more do. */
export const handler = (event: unknown, context: { readonly invokedFunctionArn: string }): Promise<unknown> =>
  startOnArrival(event, context.invokedFunctionArn)
