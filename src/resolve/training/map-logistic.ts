/** What was seen of one kind of pair. */
export interface LogisticCase {
  /** Which coefficients count for it. */
  readonly terms: readonly number[]
  /** Log-odds that it has without them. */
  readonly offset: number
  readonly yes: number
  readonly no: number
}

const ROUNDS = 50
const SMALLEST_STEP = 1e-4
const CONVERGED = 1e-7

/**
 * Coefficients of a logistic regression, each with a normal prior around 0: the mode of the posterior, by Newton's method with halved
 * steps. The posterior is log-concave, so there is one mode and every start leads there.
 * @param precision 1 / variance of each coefficient's prior, above 0
 */
export function mapLogistic(cases: readonly LogisticCase[], precision: readonly number[]): number[] {
  let at = precision.map(() => 0)
  let loss = penalisedLoss(cases, precision, at)
  for (let round = 0; round < ROUNDS; round++) {
    const { gradient, hessian } = slopes(cases, precision, at)
    const step = solve(hessian, gradient)
    let next = at
    let nextLoss = loss
    for (let share = 1; share >= SMALLEST_STEP; share /= 2) {
      const tried = at.map((value, term) => value - share * (step[term] as number))
      const triedLoss = penalisedLoss(cases, precision, tried)
      if (triedLoss > loss) continue
      next = tried
      nextLoss = triedLoss
      break
    }
    const change = Math.max(0, ...next.map((value, term) => Math.abs(value - (at[term] as number))))
    at = next
    loss = nextLoss
    if (change < CONVERGED) break
  }
  return at
}

/** The log-odds of a case under coefficients. */
export const logOdds = ({ terms, offset }: Pick<LogisticCase, 'terms' | 'offset'>, coefficients: readonly number[]) =>
  terms.reduce((sum, term) => sum + (coefficients[term] as number), offset)

/** −log of the chance that a case of these log-odds is one (`yes`) or none. */
export const logLoss = (odds: number, yes: boolean): number => {
  const against = yes ? -odds : odds
  return Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(against)))
}

function penalisedLoss(cases: readonly LogisticCase[], precision: readonly number[], at: readonly number[]): number {
  let loss = 0
  for (const [term, value] of at.entries()) loss += ((precision[term] as number) * value * value) / 2
  for (const one of cases) {
    const odds = logOdds(one, at)
    loss += one.yes * logLoss(odds, true) + one.no * logLoss(odds, false)
  }
  return loss
}

function slopes(cases: readonly LogisticCase[], precision: readonly number[], at: readonly number[]) {
  const gradient = at.map((value, term) => (precision[term] as number) * value)
  const hessian = precision.map((value, term) => precision.map((_, other) => (other === term ? value : 0)))
  for (const one of cases) {
    const chance = 1 / (1 + Math.exp(-logOdds(one, at)))
    const count = one.yes + one.no
    const error = count * chance - one.yes
    const curve = count * chance * (1 - chance)
    for (const term of one.terms) {
      gradient[term] = (gradient[term] as number) + error
      const row = hessian[term] as number[]
      for (const other of one.terms) row[other] = (row[other] as number) + curve
    }
  }
  return { gradient, hessian }
}

/** Solves a positive definite system by Cholesky's decomposition. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length
  const lower = matrix.map((row) => [...row])
  const at = (row: number, column: number): number => (lower[row] as number[])[column] as number
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++) {
      let sum = at(row, column)
      for (let k = 0; k < column; k++) sum -= at(row, k) * at(column, k)
      ;(lower[row] as number[])[column] = row === column ? Math.sqrt(Math.max(sum, 1e-12)) : sum / at(column, column)
    }
  const found = [...right]
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < row; k++) found[row] = (found[row] as number) - at(row, k) * (found[k] as number)
    found[row] = (found[row] as number) / at(row, row)
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let k = row + 1; k < size; k++) found[row] = (found[row] as number) - at(k, row) * (found[k] as number)
    found[row] = (found[row] as number) / at(row, row)
  }
  return found
}
