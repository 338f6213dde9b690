/** The door to the linkage report, apart from the rest of the room: it loads the charts, which only what draws should pay for. */
export { gatherReport, rulePairsOf, warningsOf } from './gather-report.ts'
export { renderReport, reportBody } from './render-report.ts'
