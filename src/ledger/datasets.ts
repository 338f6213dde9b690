/** What a run publishes. */
export const DATASETS = ['organizations', 'contacts', 'entity_links', 'entity_changes'] as const
export type DatasetId = (typeof DATASETS)[number]
