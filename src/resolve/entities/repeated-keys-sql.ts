import type { Entity } from '../../domain/index.ts'
import { sqlText } from '../../engine/sql.ts'
import { classifiedTable } from './ties-sql.ts'

/** A sentence for each file of which rows repeat the key of another row without being that row: nothing of them is lost, and people are told. */
export const repeatedKeysSql = ({ id, title }: Entity): string => `
  SELECT _file || CASE WHEN _sheet = '' THEN '' ELSE ', ' || _sheet END || ': ' || count(*)
    || CASE WHEN count(*) = 1 THEN ' row has' ELSE ' rows have' END || ' the key of an earlier row with other content ('
    || CASE WHEN min(_row) = max(_row) THEN 'row ' || min(_row) ELSE 'rows ' || array_to_string(list_sort(list(_row))[:5], ', ') END
    || '). ' || CASE _key_repeats
      WHEN 'name' THEN 'The names differ, so each is a ' || ${sqlText(title.toLowerCase())} || ' of its own.'
      ELSE 'The name is the same or missing, so it is one ' || ${sqlText(title.toLowerCase())} || ' and all values count.' END
    || ' Give rows a key of their own in the source.' AS sentence
  FROM ${classifiedTable(id)} WHERE _key_repeats IN ('name', 'content') AND NOT _is_unique
  GROUP BY _file, _sheet, _key_repeats ORDER BY _file, _sheet, _key_repeats`
