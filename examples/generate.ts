import { parseArgs } from 'node:util'
import { generateLanding } from './generator/generate-landing.ts'

const HELP = `Writes synthetic workbooks in the three real layouts, and the truth about every row.

  npm run -s generate -- --rows 10000 --seed 1 --out /tmp/landing --stats

  --rows N      organization rows in all (default 120)
  --seed S      whole number; the same rows and seed give the same bytes (default 1)
  --out DIR     folder for the workbooks
  --truth FILE  where the truth goes (default DIR/.truth.csv, which a landing folder ignores)
  --stats       print counts and shares as JSON
`

try {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '120' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
      truth: { type: 'string' },
      stats: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) process.stdout.write(HELP)
  else {
    if (values.out === undefined) throw new RangeError('--out is missing; name the folder for the workbooks.')
    const truth = values.truth === undefined ? {} : { truth: values.truth }
    const stats = generateLanding({ rows: Number(values.rows), seed: Number(values.seed), out: values.out, ...truth })
    if (values.stats) process.stdout.write(`${JSON.stringify(stats, null, 2)}\n`)
  }
} catch (error) {
  process.stderr.write(`generate: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
}
