import type { RunnerEvent } from '../runtime/runner-event.ts'
import type { CliIo } from './cli-io.ts'
import { describeState } from './describe-state.ts'
import { type Paint, paintFor } from './paint.ts'
import { createRunProgress, type RunProgress, type StateProgress } from './run-progress.ts'

/** Shows a run while it runs, on stderr. */
export interface RunDisplay {
  take(event: RunnerEvent): void
  /** Leaves the last picture standing. */
  finish(): void
}

/** A live tree on a terminal, a line a finished state on a pipe. */
export const createRunDisplay = (io: CliIo): RunDisplay => (io.errIsTerminal ? liveTree(io) : lines(io))

function lines(io: CliIo): RunDisplay {
  const progress = createRunProgress()
  return {
    take(event) {
      const state = progress.take(event)
      if (state === undefined) return
      if (event.type === 'state-succeeded' || event.type === 'state-failed') {
        io.err(`${state.state}: ${state.status === 'failed' ? 'failed, ' : ''}${describeState(state, event.at)}\n`)
      } else if (event.type === 'state-retried') {
        io.err(`${state.state}: trying again after ${event.error}\n`)
      }
    },
    finish() {},
  }
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const REDRAW_MS = 100

function liveTree(io: CliIo): RunDisplay {
  const progress = createRunProgress()
  const paint = paintFor(io.errIsTerminal, io.env)
  let drawn = 0
  let frame = 0
  const draw = () => {
    frame += 1
    const picture = progress.states.map((state) => row(state, frame, io.width, paint))
    io.err(`${drawn > 0 ? `\u001b[${drawn}A` : ''}${picture.map((line) => `\u001b[2K${line}\n`).join('')}`)
    drawn = picture.length
  }
  const timer = setInterval(draw, REDRAW_MS)
  timer.unref()
  return {
    take: (event) => void progress.take(event),
    finish() {
      clearInterval(timer)
      settle(progress)
      draw()
    },
  }
}

const settle = (progress: RunProgress): void => progress.finish()

function row(state: StateProgress, frame: number, width: number, paint: Paint): string {
  const mark = {
    waiting: paint.dim('○'),
    running: paint.cyan(FRAMES[frame % FRAMES.length] ?? '*'),
    done: paint.green('✔'),
    failed: paint.red('✖'),
    skipped: paint.dim('–'),
  }[state.status]
  const text = describeState(state, Date.now()).slice(0, Math.max(10, width - 18))
  return `${mark} ${state.state.padEnd(12)} ${state.status === 'failed' ? paint.red(text) : paint.dim(text)}`.trimEnd()
}
