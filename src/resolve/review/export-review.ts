import type { ReviewPair } from './review-pair.ts'

/** Formats that are text; a workbook is made of `reviewTable`. */
const REVIEW_TEXTS = ['csv', 'jsonl', 'label-studio'] as const
export type ReviewText = (typeof REVIEW_TEXTS)[number]

/** A queue as a table to decide in: a line a pair, `decision` and `why` to be filled in, every cell a text. */
export interface ReviewTable {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/**
 * The queue as a file to decide in: `decision` (same, different, or nothing) and `why` are to be filled in.
 * @param safe makes a text harmless for a spreadsheet; used for CSV only
 */
export function exportReview(pairs: readonly ReviewPair[], format: ReviewText, safe: (text: string) => string): string {
  if (format === 'label-studio') return `${JSON.stringify(pairs.map(labelStudioTask), null, 1)}\n`
  if (format === 'jsonl')
    return pairs.map((pair) => `${JSON.stringify({ decision: null, why: null, ...pair })}\n`).join('')
  const { header, rows } = reviewTable(pairs)
  return [header, ...rows].map((cells) => `${cells.map((cell) => quoted(safe(cell))).join(',')}\r\n`).join('')
}

/** The queue as a table; `subject` says whose pair it is, since two rows may hold a pair of each of two entities. */
export function reviewTable(pairs: readonly ReviewPair[]): ReviewTable {
  const fields = [...new Set(pairs.flatMap(({ left, right }) => [...Object.keys(left), ...Object.keys(right)]))]
  const header = [
    ...['pair_id', 'decision', 'why', 'subject', 'match_weight', 'match_probability', 'reason'],
    ...['left_key', 'right_key', 'left_record', 'right_record'],
    ...fields.flatMap((field) => [`left_${field}`, `right_${field}`]),
  ]
  const rows = pairs.map((pair) => [
    pair.pair_id,
    '',
    '',
    pair.subject,
    pair.match_weight.toFixed(2),
    pair.match_probability.toFixed(4),
    pair.reason,
    pair.left_key,
    pair.right_key,
    pair.left_record,
    pair.right_record,
    ...fields.flatMap((field) => [pair.left[field] ?? '', pair.right[field] ?? '']),
  ])
  return { header, rows }
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** The labelling configuration to paste into the project: names of controls agree with the tasks. */
export const LABEL_STUDIO_CONFIG = `<View>
  <Header value="Are these one?"/>
  <Text name="pair" value="$summary"/>
  <Table name="left" value="$left"/>
  <Table name="right" value="$right"/>
  <Choices name="decision" toName="pair" choice="single" required="true">
    <Choice value="same"/>
    <Choice value="different"/>
  </Choices>
  <TextArea name="why" toName="pair" maxSubmissions="1" placeholder="Why"/>
</View>
`

/** A task in Label Studio's JSON format; its prediction is what the model leans to. */
const labelStudioTask = (pair: ReviewPair) => ({
  data: {
    pair_id: pair.pair_id,
    subject: pair.subject,
    left_key: pair.left_key,
    right_key: pair.right_key,
    summary: `${pair.left_record} and ${pair.right_record}: ${pair.match_weight.toFixed(2)} bits (${pair.match_probability.toFixed(4)})`,
    left: { record: pair.left_record, ...pair.left },
    right: { record: pair.right_record, ...pair.right },
    match_weight: pair.match_weight,
    match_probability: pair.match_probability,
    waterfall: pair.waterfall,
  },
  predictions: [
    {
      model_version: 'match_probability',
      score: Math.max(pair.match_probability, 1 - pair.match_probability),
      result: [
        {
          from_name: 'decision',
          to_name: 'pair',
          type: 'choices',
          value: { choices: [pair.match_probability >= 0.5 ? 'same' : 'different'] },
        },
      ],
    },
  ],
})
