import type { RunnerEvent } from '../runtime/runner-event.ts'
import type { CliIo } from './cli-io.ts'
import { describeState } from './describe-state.ts'
import { type Paint, paintFor } from './paint.ts'
import { createRunProgress, type StateProgress } from './run-progress.ts'
import type { Screen } from './screen.ts'

/** Shows a run while it runs, on stderr. */
export interface RunDisplay {
  take(event: RunnerEvent): void
  /** Leaves the last picture standing. Once is enough; again does nothing. */
  finish(): void
}

/** A live tree on a screen, a line a finished state elsewhere. */
export const createRunDisplay = (io: CliIo): RunDisplay =>
  io.screen === undefined ? lines(io) : liveTree(io, io.screen)

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

function liveTree(io: CliIo, screen: Screen): RunDisplay {
  const progress = createRunProgress()
  const paint = paintFor(io.errIsTerminal, io.env)
  let frame = 0
  let finished = false
  const draw = () => {
    frame += 1
    screen.draw(progress.states.map((state) => row(state, frame, paint)))
  }
  const timer = setInterval(draw, REDRAW_MS)
  timer.unref()
  return {
    take: (event) => void progress.take(event),
    finish() {
      if (finished) return
      finished = true
      clearInterval(timer)
      progress.finish()
      draw()
      screen.settle()
    },
  }
}

function row(state: StateProgress, frame: number, paint: Paint): string {
  const mark = {
    waiting: paint.dim('○'),
    running: paint.cyan(FRAMES[frame % FRAMES.length] ?? '*'),
    done: paint.green('✔'),
    failed: paint.red('✖'),
    unfinished: paint.yellow('■'),
    skipped: paint.dim('–'),
  }[state.status]
  const text = describeState(state, Date.now())
  return `${mark} ${state.state.padEnd(12)} ${state.status === 'failed' ? paint.red(text) : paint.dim(text)}`.trimEnd()
}
