// A door of its own: it loads echarts, which only what draws should pay for.
export { gatherReport, type Linked, warningsOf } from './gather-report.ts'
export { renderReport } from './render-report.ts'
export type { ReportCluster, ReportData } from './report-data.ts'
