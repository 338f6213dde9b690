/** `uncertain`: a sketch's answer is so near a bound that its error decides; it counts as a warning, never as passed. */
export type Outcome = 'passed' | 'failed' | 'uncertain'
