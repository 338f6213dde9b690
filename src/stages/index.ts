/** The door of the stages room: what others may take of it. */
export { entityRowsQuery } from './consolidate/entity-rows.ts'
export { previewRun, type RunPreview } from './plan/preview-run.ts'
export { isPricedRegion, PRICES, USUAL_REGION } from './plan/prices.ts'
export { followCatalog } from './publish/follow-catalog.ts'
export {
  isStageName,
  type LineageState,
  STAGES,
  type StageName,
  type StateName,
  stageNamed,
  stagesOnTheWay,
} from './stage-table.ts'
