import { safeAttributes } from './safe-attributes.ts'
import type { AttributeValue, Tracer } from './tracer.ts'

/** One JSON line a finished span: `{ span, seconds, status, …attributes }`. `write` gets the line with its newline. */
export function consoleTracer(write: (line: string) => void): Tracer {
  return {
    async withSpan(name, attributes, fn) {
      const recorded: Record<string, AttributeValue> = safeAttributes(attributes)
      const started = performance.now()
      const end = (outcome: Record<string, AttributeValue>) => {
        const seconds = Math.round(performance.now() - started) / 1000
        write(`${JSON.stringify({ ...recorded, span: name, seconds, ...outcome })}\n`)
      }
      try {
        const value = await fn({ set: (more) => void Object.assign(recorded, safeAttributes(more)) })
        end({ status: 'ok' })
        return value
      } catch (error) {
        end({ status: 'error', error: error instanceof Error ? error.name : typeof error })
        throw error
      }
    },
  }
}
