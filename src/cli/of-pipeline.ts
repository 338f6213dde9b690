import type { Command } from 'commander'

/** `--pipeline`, for every command that reads what a pipeline published or its runs left. */
export const ofPipeline = (made: Command): Command =>
  made.option('--pipeline <id>', 'whose data is meant, where the store has several pipelines')
