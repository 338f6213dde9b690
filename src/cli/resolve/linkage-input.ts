import type { Engine } from '../../engine/engine.ts'
import type { LinkageModel, LinkageSettings, PreparedRecords } from '../../resolve/index.ts'
import type { TakenTable } from './taken-columns.ts'

/** The table of the rows of all files, those besides that could not be read into anything to compare. */
export const INPUT_ROWS = 'input_row'

/** A model, and in words where its numbers come from. */
export interface ModelOfInput {
  readonly model: LinkageModel
  readonly origin: string
}

/**
 * Rows of files ready to be linked. `input_row` has `row_id`, `source_dataset`, `key` (what the row is known by from one result to the
 * next) and `row_hash`; `is_linked` is false for rows of which nothing could be read.
 */
export interface LinkageInput {
  readonly settings: LinkageSettings
  /** The table to link. */
  readonly table: string
  /** Rows of the files. */
  readonly rows: number
  /** Called once the rows are prepared: what they came in is not looked at again. */
  readonly prepared: () => Promise<void>
  /** Where the rows to link have the column of `--label-column`; null: under its own name. */
  readonly labelColumn: string | null
  /** @param settings with what the compared pairs show of their numbers */
  readonly modelOf: (records: PreparedRecords, settings: LinkageSettings) => Promise<ModelOfInput>
  /** Where types made the settings: the share of links that shall be right. Null: the settings have a threshold. */
  readonly precision: number | null
  /** What ids of new entities begin with; null: an entity is called after its least row. */
  readonly idPrefix: string | null
  /** The column with the rows' ids, where one is told. */
  readonly idColumn: string | null
  /** What columns were taken for; null where settings say what to compare. */
  readonly taken: readonly TakenTable[] | null
  /** Whether rows of several sources have ids of their own. */
  readonly hasSources: boolean
  /**
   * Makes what survives of each entity. Needs `entity_of` (`ordinal`, `entity_id`).
   * @returns SQL of a row an entity: `_entity_id` and the columns that are kept
   */
  readonly survivors: (engine: Engine) => Promise<string>
  /** The comparable records as a file, where settings are for those. */
  readonly recordsQuery: string | null
  /** What was noticed of the rows. */
  readonly notes: readonly string[]
}
