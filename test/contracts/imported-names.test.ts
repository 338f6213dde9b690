import { expect, test } from 'vitest'
import { columnNames } from '../../src/contracts/imported-contract.ts'

test.each([
  ['cédula', 'cedula'],
  ['Código Postal', 'codigo_postal'],
  ['2nd phone', 'field_2nd_phone'],
])('%s is the column %s', (label, name) => {
  expect([...columnNames([label], 'f.yaml').values()]).toEqual([name])
})
