import { vocabulary } from '../types/normalise/vocabulary.ts'

/**
 * How soon to approach an organization, from a closed list; anything else is null with issue `unknown_priority`. Bare
 * numbers are refused: sources disagree over whether 1 is the first or the least.
 */
export const normalisePriority = vocabulary('priority', {
  Imminent: ['immediate', 'immediately', 'urgent', 'critical', 'asap'],
  High: ['hi', 'high priority', 'h', 'hoog'],
  Medium: ['med', 'medium priority', 'm', 'moderate', 'normal'],
  Low: ['low priority', 'l', 'laag'],
})
