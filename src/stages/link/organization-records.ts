import { freeMailList } from './resolve-sql.ts'

/** The columns that linkage may look at, beside the record's key, id and source. Lists are sorted, distinct, and NULL when empty. */
export const RECORD_COLUMNS = {
  organization_name: 'VARCHAR',
  matching_key: 'VARCHAR',
  name_words: 'VARCHAR',
  province: 'VARCHAR',
  area: 'VARCHAR',
  address: 'VARCHAR',
  category: 'VARCHAR',
  organization_type: 'VARCHAR',
  status: 'VARCHAR',
  website: 'VARCHAR',
  registered_domain: 'VARCHAR',
  phones: 'VARCHAR[]',
  emails: 'VARCHAR[]',
  domains: 'VARCHAR[]',
  people: 'VARCHAR[]',
} as const

/**
 * Makes table `organization_record`: one row an organization record, with what its own row and the contacts and addresses tied to it
 * say. A value that stands under more than `names` different names belongs to a switchboard, a web host, a bookkeeper or
 * a common name: it is left out. `content` is equal when nothing that linkage looks at has changed. Needs `source_row` and `organization`.
 */
export const organizationRecordSql = (freeMail: readonly string[], names: number): string[] => {
  const free = freeMailList(freeMail)
  return [
    `CREATE TABLE said AS
     SELECT position, matching_key, emails, phones, registered_domain, NULL::VARCHAR AS person FROM organization WHERE NOT is_invalid
     UNION ALL
     SELECT o.position, o.matching_key, c.emails, c.phones, NULL, lower(strip_accents(c.person_name)) FROM source_row c
     JOIN organization o ON o.source = c.source AND o.owner_key = c.owner_key AND o.kind = 'organization'
     WHERE c.kind = 'contact' AND c.occurrence = 1 AND NOT c.is_invalid`,
    `CREATE TABLE fact AS
     SELECT DISTINCT position, matching_key, kind, value FROM (
       SELECT position, matching_key, 'phone' AS kind, unnest(string_split(phones, '; ')) AS value FROM said WHERE phones IS NOT NULL
       UNION ALL SELECT position, matching_key, 'email', unnest(string_split(emails, '; ')) FROM said WHERE emails IS NOT NULL
       UNION ALL SELECT position, matching_key, 'domain', registered_domain FROM said WHERE registered_domain IS NOT NULL
       UNION ALL SELECT position, matching_key, 'person', person FROM said WHERE person IS NOT NULL)`,
    `INSERT INTO fact SELECT DISTINCT position, matching_key, 'domain', split_part(value, '@', 2) FROM fact
     WHERE kind = 'email' AND NOT list_contains(${free}, split_part(value, '@', 2))`,
    `CREATE TABLE shared_value AS SELECT kind, value FROM fact
     GROUP BY kind, value HAVING count(DISTINCT matching_key) > ${names}`,
    `CREATE TABLE organization_record AS
     WITH facts AS (
       SELECT position,
         list_sort(list(DISTINCT value) FILTER (kind = 'phone')) AS phones,
         list_sort(list(DISTINCT value) FILTER (kind = 'email')) AS emails,
         list_sort(list(DISTINCT value) FILTER (kind = 'domain')) AS domains,
         list_sort(list(DISTINCT value) FILTER (kind = 'person')) AS people
       FROM fact ANTI JOIN shared_value USING (kind, value) GROUP BY position),
     located AS (
       SELECT o.position, min(a.province) AS province, min(a.address) AS address FROM source_row a
       JOIN organization o ON o.source = a.source AND o.owner_key = a.owner_key AND o.kind = 'organization'
       WHERE a.kind = 'address' AND a.occurrence = 1 GROUP BY o.position),
     record AS (
       SELECT o.record_key, o.source, o.source_record_id, o.organization_name, o.matching_key, o.name_words,
         coalesce(o.province, located.province) AS province, o.area, coalesce(o.address, located.address) AS address,
         o.category, o.organization_type, o.status, o.website, o.registered_domain,
         facts.phones, facts.emails, facts.domains, facts.people
       FROM organization o LEFT JOIN facts USING (position) LEFT JOIN located USING (position))
     SELECT *, md5(to_json(record)::VARCHAR) AS content FROM record ORDER BY record_key`,
  ]
}
