import { parquetFiles, sqlText } from '../../engine/sql.ts'

export const freeMailList = (domains: readonly string[]): string =>
  `[${domains.map((domain) => sqlText(domain.toLowerCase())).join(', ')}]::VARCHAR[]`

/**
 * The set logic of Resolve. `kept` are rows that stand for themselves; a repeated record key keeps its first row in file, sheet,
 * row order, equal content repeats are merged into it, other content is quarantined.
 */
export const resolveSql = {
  rows: (files: readonly string[]): string => `
    CREATE TABLE source_row AS
    SELECT kind, source, file, sheet, row_number, row_hash, record_key, source_record_id, owner_key, organization_name, matching_key, name_words,
           province, area, address, category, organization_type, status, website, registered_domain, person_name,
           emails, phones, is_invalid,
           row_number() OVER same AS occurrence,
           first_value(row_hash) OVER same AS first_hash,
           first_value(source_record_id) OVER same AS first_record
    FROM ${parquetFiles(files)}
    WINDOW same AS (PARTITION BY record_key ORDER BY file, sheet, row_number)`,

  organizations: `
    CREATE TABLE organization AS
    SELECT row_number() OVER (ORDER BY record_key) - 1 AS position, *
    FROM source_row o
    WHERE occurrence = 1 AND (kind = 'organization' OR (kind = 'capture' AND NOT EXISTS (
      SELECT 1 FROM source_row c WHERE c.kind = 'organization' AND c.occurrence = 1 AND c.matching_key = o.matching_key)))`,

  /** `base_link`: the record of each organization row of the base version and its entity. Before 1.1.0 links had no record key. */
  baseLinks: (files: readonly string[], keyed: boolean): string => `
    CREATE TABLE base_link AS ${
      files.length === 0
        ? 'SELECT NULL::VARCHAR AS record, NULL::VARCHAR AS entity_id, NULL::VARCHAR AS source_record_id LIMIT 0'
        : `SELECT DISTINCT ${keyed ? 'record_key' : 'source_record_id'} AS record, entity_id, source_record_id
           FROM ${parquetFiles(files, 'union_by_name = true')}
           WHERE row_class IN ('published', 'merged') AND linked_by <> 'duplicate_row'`
    }`,

  organizationRows: (keyed: boolean): string => `
    SELECT o.record_key, o.source_record_id, b.entity_id
    FROM organization o LEFT JOIN base_link b ON b.record = ${keyed ? 'o.record_key' : 'o.source_record_id'}
    ORDER BY o.position`,

  /** Records of base entities that are no organizations any more but describe one now. */
  absorbed: `
    SELECT b.entity_id AS base_entity, c.entity_id, list(DISTINCT c.source_record_id) AS records
    FROM base_link b JOIN classified c ON c.source_record_id = b.source_record_id
    WHERE c.row_class = 'attached' AND c.entity_id IS NOT NULL GROUP BY ALL ORDER BY ALL`,

  /** Base entities of which a record is no organization row any more. */
  shrunk: `
    SELECT DISTINCT b.entity_id FROM base_link b
    WHERE NOT EXISTS (SELECT 1 FROM organization o WHERE o.source_record_id = b.source_record_id)`,

  classify: [
    `CREATE TABLE member AS
     SELECT o.*, m.entity_id, m.linked_by, m.evidence, m.match_weight,
            row_number() OVER (PARTITION BY m.entity_id ORDER BY o.record_key) = 1 AS leads
     FROM organization o JOIN membership m USING (position)`,
    `CREATE TABLE named_entity AS
     SELECT matching_key, min(entity_id) AS entity_id FROM member GROUP BY matching_key HAVING count(DISTINCT entity_id) = 1`,
    // Equality joins only: a condition on the left side of an outer join would make DuckDB compare every pair.
    `CREATE TABLE owner AS
     SELECT source, owner_key, min(entity_id) AS entity_id, min(source_record_id) AS source_record_id
     FROM member WHERE kind = 'organization' AND owner_key IS NOT NULL GROUP BY ALL`,
    `CREATE TABLE classified AS
     SELECT r.file, r.sheet, r.row_number, r.source, r.row_hash, r.source_record_id, r.record_key,
       CASE
         WHEN r.occurrence > 1 AND r.row_hash <> r.first_hash THEN 'quarantined'
         WHEN r.occurrence > 1 AND coalesce(m.entity_id, owner.entity_id, named.entity_id) IS NOT NULL THEN 'merged'
         WHEN m.position IS NOT NULL AND m.leads THEN 'published'
         WHEN m.position IS NOT NULL THEN 'merged'
         WHEN coalesce(owner.entity_id, named.entity_id) IS NOT NULL THEN 'attached'
         ELSE 'quarantined' END AS row_class,
       coalesce(m.entity_id, owner.entity_id, named.entity_id) AS entity_id,
       CASE
         WHEN r.occurrence > 1 THEN 'duplicate_row'
         WHEN m.position IS NOT NULL THEN m.linked_by
         WHEN owner.entity_id IS NOT NULL THEN 'owner_key'
         ELSE 'organization_name' END AS linked_by,
       CASE
         WHEN r.occurrence > 1 THEN r.first_record
         WHEN m.position IS NOT NULL THEN m.evidence
         WHEN owner.entity_id IS NOT NULL THEN owner.source_record_id
         ELSE r.matching_key END AS evidence,
       CASE WHEN r.occurrence = 1 THEN m.match_weight END AS match_weight,
       r.occurrence
     FROM (SELECT *, CASE WHEN kind IN ('contact', 'address') THEN owner_key END AS attach_key FROM source_row) r
     LEFT JOIN member m ON m.record_key = r.record_key
     LEFT JOIN owner ON owner.source = r.source AND owner.owner_key = r.attach_key
     LEFT JOIN named_entity named ON named.matching_key = r.matching_key`,
  ],

  counts: `
    SELECT count(*) AS read, count(*) FILTER (row_class = 'quarantined') AS quarantined,
      count(*) FILTER (row_class = 'attached') AS attached, count(*) FILTER (row_class = 'merged') AS merged,
      count(*) FILTER (row_class = 'published') AS published FROM classified`,

  resolved: `
    SELECT file, sheet, row_number, source, row_hash, entity_id, source_record_id, record_key, row_class, linked_by, evidence, match_weight, occurrence
    FROM classified WHERE row_class <> 'quarantined' ORDER BY file, sheet, row_number`,

  rejected: `
    SELECT file, sheet, row_number, source, row_hash, NULL::VARCHAR AS field,
      CASE WHEN occurrence > 1 THEN 'duplicate_key' ELSE 'orphan' END AS rule, NULL::VARCHAR AS value,
      CASE WHEN occurrence > 1
        THEN 'The primary key is taken by an earlier row with other content (' || coalesce(evidence, '') || '). Give the row its own key, or delete one of the two.'
        ELSE 'No organization has this row''s key, and its organization name matches none or more than one. Correct the key, or add the organization.' END AS message
    FROM classified WHERE row_class = 'quarantined' ORDER BY file, sheet, row_number`,
} as const
