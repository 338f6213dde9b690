import { z } from 'zod'

/** A file under `work/`, Parquet for the most part: what its stage made, and by what its content is known. */
export const workFile = z.object({ key: z.string(), rows: z.number().int(), sha256: z.string() })
export type WorkFile = z.infer<typeof workFile>

/** One published dataset under construction. */
export const datasetFile = workFile.extend({ contentHash: z.string() })
export type DatasetFile = z.infer<typeof datasetFile>
