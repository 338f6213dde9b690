/** The least that a transfer must bring: so many bytes in each span of so many milliseconds. */
export interface Pace {
  readonly bytes: number
  readonly milliseconds: number
}

/** An answer came so slowly that it counts as broken off. */
class SlowAnswerError extends Error {
  override readonly name = 'SlowAnswerError'
  constructor({ bytes, milliseconds }: Pace) {
    super(`the answer brought less than ${bytes} bytes in ${milliseconds / 1000} s`)
  }
}

/**
 * The pieces of a body, as long as they keep the pace while somebody waits for them. A socket's own time-out sees silence alone: a byte
 * now and then would hold a run for days.
 * @param breakOff ends the transfer, so that the piece which is waited for fails
 * @throws SlowAnswerError, and what the body throws
 */
export async function* pacedBody(
  body: AsyncIterable<Uint8Array>,
  pace: Pace,
  breakOff: () => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  let brought = 0
  let isWaiting = false
  let isSlow = false
  const timer = setInterval(() => {
    if (isWaiting && brought < pace.bytes) {
      isSlow = true
      breakOff()
    }
    brought = 0
  }, pace.milliseconds)
  try {
    isWaiting = true
    for await (const piece of body) {
      isWaiting = false
      brought += piece.byteLength
      yield piece
      isWaiting = true
    }
  } catch (error) {
    throw isSlow ? new SlowAnswerError(pace) : error
  } finally {
    clearInterval(timer)
  }
}
