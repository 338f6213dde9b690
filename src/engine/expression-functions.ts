const names = (text: string): readonly string[] => text.trim().split(/\s+/)

/**
 * Functions that an expression from a file may call, by what they work on. All are pure: they read no file, no table, no setting, no clock
 * and no chance, and give one value a record. None makes a value whose size a number in the text says (`lpad`, `printf`; `range` only up to the length of a value): what such a
 * one takes is counted by no limit of the engine's and stopped by none of its interrupts. `repeat` is: it asks for its memory at once.
 */
export const EXPRESSION_FUNCTIONS = {
  text: names(`
    array_to_string ascii bin chr concat concat_ws contains ends_with hex ilike_escape instr lcase
    left length like_escape lower ltrim md5 nfc_normalize not_ilike_escape not_like_escape ord position
    prefix regexp_escape regexp_extract regexp_extract_all regexp_full_match regexp_matches
    regexp_replace regexp_split_to_array repeat replace reverse right rtrim sha256 split split_part
    starts_with str_split str_split_regex string_split string_split_regex string_to_array strip_accents
    strlen strpos substr substring suffix to_base translate trim ucase unicode upper`),
  'likeness of texts': names(`
    damerau_levenshtein editdist3 hamming jaccard jaro_similarity jaro_winkler_similarity levenshtein
    mismatches`),
  number: names(`
    abs acos asin atan atan2 bit_count cbrt ceil ceiling cos cot degrees even exp factorial floor gcd
    greatest greatest_common_divisor hash isfinite isinf isnan lcm least ln log log10 log2 mod pi pow power
    radians round round_even sign sin sqrt tan trunc xor`),
  'date and time': names(`
    century date_add date_diff date_part date_sub date_trunc datediff datepart datesub datetrunc day dayname
    dayofmonth dayofweek dayofyear decade epoch epoch_ms epoch_us era hour isodow isoyear last_day make_date
    make_time make_timestamp microsecond millennium millisecond minute month monthname quarter second
    strftime strptime time_bucket timezone to_days to_hours to_minutes to_months to_seconds to_timestamp
    to_weeks to_years try_strptime week weekday weekofyear year yearweek`),
  'list, struct and map': names(`
    aggregate apply array_aggr array_aggregate array_append array_apply array_cat array_concat array_contains
    array_cosine_similarity array_distance array_distinct array_extract array_filter array_has array_has_all
    array_has_any array_indexof array_inner_product array_intersect array_length array_position array_prepend
    array_reduce array_reverse array_reverse_sort array_select array_slice array_sort array_transform
    array_unique array_value array_where array_zip cardinality element_at filter flatten len
    list_aggr list_aggregate list_any_value list_append list_apply list_avg list_cat list_concat
    list_contains list_cosine_similarity list_count list_distance list_distinct list_element list_extract
    list_filter list_first list_has list_has_all list_has_any list_indexof list_inner_product list_intersect
    list_last list_max list_median list_min list_mode list_pack list_position list_prepend list_product
    list_reduce list_reverse list_reverse_sort list_select list_slice list_sort list_string_agg
    list_sum list_transform list_unique list_value list_where list_zip map map_contains map_entries
    map_extract map_from_entries map_keys map_values range reduce row struct_extract struct_pack`),
  'any value': names(`
    nullif`),
} satisfies Readonly<Record<string, readonly string[]>>

/** What `list_aggregate` may be told to do: it takes an aggregate by its name, as a text. */
export const LIST_AGGREGATES = names(`
  any_value avg bool_and bool_or count first last max median min mode product stddev string_agg sum`)

/** Operators that the parser writes as functions. */
export const EXPRESSION_OPERATORS = names(`
  + - * / // % ^ ** || & | << >> ~ ! @ ^@ && <-> <=> <@ @> ~~ !~~ ~~* !~~* ~~~`)
