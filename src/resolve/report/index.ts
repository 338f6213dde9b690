// A door of its own: it loads echarts, which only what draws should pay for.
export { gatherReport, type Linked, type ReportOptions, rulePairsOf, warningsOf } from './gather-report.ts'
export { renderReport, reportBody } from './render-report.ts'
export type { ReportCluster, ReportData } from './report-data.ts'
