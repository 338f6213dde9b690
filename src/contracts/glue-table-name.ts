/** The name in Glue of a table (`<pipeline>/<dataset>`): one database holds every pipeline's, and a slash or a dash is no part of a name there. */
export const glueTableName = (table: string): string => table.replaceAll(/[/-]/g, '_')
