/** The forms a dataset can be written in for people. */
export const exportFormats = ['csv', 'jsonl', 'xlsx', 'parquet'] as const

export type ExportFormat = (typeof exportFormats)[number]
