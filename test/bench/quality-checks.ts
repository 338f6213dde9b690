/** The bench's data and its 40 checks, said once: our suite, and the file that the peers' script reads. */

export const COLUMNS = [
  ['id', "'c' || lpad(i::VARCHAR, 9, '0')"],
  ['name', "'Organisation ' || (i % 50000)"],
  ['email', "CASE WHEN i % 997 = 0 THEN 'nobody' ELSE 'desk' || i || '@org' || (i % 5000) || '.example' END"],
  ['phone', "'+27' || (110000000 + i % 800000000)"],
  ['province', "['Gauteng','Limpopo','Free State','North West','Mpumalanga'][i % 5 + 1]"],
  ['country', "CASE WHEN i % 1009 = 0 THEN 'za' ELSE 'ZA' END"],
  ['status', "['Active','Dormant','Closed'][i % 3 + 1]"],
  ['priority', "CASE WHEN i % 4 = 0 THEN NULL ELSE ['High','Medium','Low'][i % 3 + 1] END"],
  ['website', "CASE WHEN i % 3 = 0 THEN NULL ELSE 'https://org' || (i % 5000) || '.example' END"],
  ['score', 'CASE WHEN i % 991 = 0 THEN 1.5 ELSE (i % 1000) / 1000.0 END::DOUBLE'],
  ['quality', '((i * 7) % 1000 / 1000.0)::DOUBLE'],
  ['lat', '(-35 + (i % 1300) / 100.0)::DOUBLE'],
  ['lon', '(16 + (i % 1600) / 100.0)::DOUBLE'],
  ['visits', '(i % 400)::BIGINT'],
  ['age', '(i % 90)::BIGINT'],
  ['amount', '((i * 13) % 1000000 / 100.0)::DOUBLE'],
  ['created', "strftime(DATE '2020-01-01' + (i % 2000)::INTEGER, '%Y-%m-%d')"],
  ['updated', "strftime(DATE '2023-01-01' + (i % 900)::INTEGER, '%Y-%m-%d')"],
  ['flag', 'i % 2 = 0'],
  ['note', "repeat('n', (i % 40 + 1)::INTEGER)"],
] as const

const day = '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'

interface Check {
  readonly kind: 'not_null' | 'unique' | 'regex' | 'in_set' | 'between' | 'length'
  readonly column: string
  readonly regex?: string
  readonly values?: readonly (string | boolean)[]
  readonly min?: number
  readonly max?: number
}

const each = (kind: Check['kind'], columns: readonly string[]): Check[] => columns.map((column) => ({ kind, column }))
const between = (kind: 'between' | 'length', column: string, min: number, max: number): Check => ({
  kind,
  column,
  min,
  max,
})

export const CHECKS: readonly Check[] = [
  ...each('not_null', ['id', 'name', 'email', 'phone', 'province', 'country', 'status', 'score']),
  ...each('not_null', ['visits', 'created', 'updated', 'flag', 'lat', 'lon', 'age', 'amount']),
  ...each('unique', ['id']),
  { kind: 'regex', column: 'id', regex: '^c[0-9]{9}$' },
  { kind: 'regex', column: 'email', regex: '^[^@]+@[^@]+\\.[a-z]+$' },
  { kind: 'regex', column: 'phone', regex: '^\\+[1-9][0-9]{6,14}$' },
  { kind: 'regex', column: 'website', regex: '^https://' },
  { kind: 'regex', column: 'country', regex: '^[A-Z]{2}$' },
  { kind: 'regex', column: 'created', regex: day },
  { kind: 'regex', column: 'updated', regex: day },
  { kind: 'in_set', column: 'province', values: ['Gauteng', 'Limpopo', 'Free State', 'North West', 'Mpumalanga'] },
  { kind: 'in_set', column: 'status', values: ['Active', 'Dormant', 'Closed'] },
  { kind: 'in_set', column: 'priority', values: ['High', 'Medium', 'Low'] },
  { kind: 'in_set', column: 'flag', values: [true, false] },
  between('between', 'score', 0, 1),
  between('between', 'quality', 0, 1),
  between('between', 'lat', -36, -22),
  between('between', 'lon', 16, 33),
  between('between', 'visits', 0, 1000),
  between('between', 'age', 0, 120),
  between('between', 'amount', 0, 10_000),
  between('length', 'name', 1, 100),
  between('length', 'note', 1, 40),
  between('length', 'id', 10, 10),
  between('length', 'email', 3, 254),
  between('length', 'website', 9, 200),
]

/** A check in the words of our suites. */
export function expectationOf({ kind, column, regex, values, min, max }: Check): Record<string, unknown> {
  switch (kind) {
    case 'not_null':
      return { type: 'expect_column_values_to_not_be_null', column }
    case 'unique':
      return { type: 'expect_column_values_to_be_unique', column }
    case 'regex':
      return { type: 'expect_column_values_to_match_regex', column, regex }
    case 'in_set':
      return { type: 'expect_column_values_to_be_in_set', column, value_set: values }
    case 'between':
      return { type: 'expect_column_values_to_be_between', column, min_value: min, max_value: max }
    case 'length':
      return { type: 'expect_column_value_lengths_to_be_between', column, min_value: min, max_value: max }
  }
}
