import { parseArgs } from 'node:util'
import { generateHard } from './generator/hard/generate-hard.ts'

const HELP = `Writes rows that are hard to link, and the truth about them.

  npm run -s generate:hard -- --kind people --rows 10000 --seed 1 --out people.csv --truth truth.csv

  --kind K      people or companies
  --rows N      rows (default 1000)
  --seed S      whole number; the same options give the same bytes (default 1)
  --out FILE    the rows, CSV
  --truth FILE  id,entity, CSV
`

try {
  const { values } = parseArgs({
    options: {
      kind: { type: 'string', default: 'people' },
      rows: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
      truth: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const { kind, out, truth } = values
  if (values.help) process.stdout.write(HELP)
  else {
    if (kind !== 'people' && kind !== 'companies')
      throw new RangeError(`--kind is "${kind}"; give people or companies.`)
    if (out === undefined || truth === undefined)
      throw new RangeError('--out and --truth are both needed; name two files.')
    const made = generateHard({ kind, rows: Number(values.rows), seed: Number(values.seed), out, truth })
    process.stdout.write(`${JSON.stringify(made)}\n`)
  }
} catch (error) {
  process.stderr.write(`generate-hard: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
}
