import type { ExpectationKind } from './expectation.ts'
import { columnDistinctCountToFollowHistory } from './expectations/column-distinct-count-to-follow-history.ts'
import { columnDistinctValuesToBeInSet } from './expectations/column-distinct-values-to-be-in-set.ts'
import { columnDistinctValuesToContainSet } from './expectations/column-distinct-values-to-contain-set.ts'
import { columnDistinctValuesToEqualSet } from './expectations/column-distinct-values-to-equal-set.ts'
import { columnDistributionToFollowHistory } from './expectations/column-distribution-to-follow-history.ts'
import { columnKlDivergenceToBeLessThan } from './expectations/column-kl-divergence-to-be-less-than.ts'
import { columnMaxToBeBetween } from './expectations/column-max-to-be-between.ts'
import { columnMaxToBeRecent } from './expectations/column-max-to-be-recent.ts'
import { columnMeanToBeBetween } from './expectations/column-mean-to-be-between.ts'
import { columnMeanToFollowHistory } from './expectations/column-mean-to-follow-history.ts'
import { columnMedianToBeBetween } from './expectations/column-median-to-be-between.ts'
import { columnMinToBeBetween } from './expectations/column-min-to-be-between.ts'
import { columnMostCommonValueToBeInSet } from './expectations/column-most-common-value-to-be-in-set.ts'
import { columnNullRateToFollowHistory } from './expectations/column-null-rate-to-follow-history.ts'
import { columnPairValuesAToBeGreaterThanB } from './expectations/column-pair-values-a-to-be-greater-than-b.ts'
import { columnPairValuesToBeEqual } from './expectations/column-pair-values-to-be-equal.ts'
import { columnPairValuesToBeInSet } from './expectations/column-pair-values-to-be-in-set.ts'
import { columnProportionOfNonNullValuesToBeBetween } from './expectations/column-proportion-of-non-null-values-to-be-between.ts'
import { columnProportionOfUniqueValuesToBeBetween } from './expectations/column-proportion-of-unique-values-to-be-between.ts'
import { columnQuantileValuesToBeBetween } from './expectations/column-quantile-values-to-be-between.ts'
import { columnStdevToBeBetween } from './expectations/column-stdev-to-be-between.ts'
import { columnSumToBeBetween } from './expectations/column-sum-to-be-between.ts'
import { columnToExist } from './expectations/column-to-exist.ts'
import { columnUniqueValueCountToBeBetween } from './expectations/column-unique-value-count-to-be-between.ts'
import { columnValueLengthsToBeBetween } from './expectations/column-value-lengths-to-be-between.ts'
import { columnValueLengthsToEqual } from './expectations/column-value-lengths-to-equal.ts'
import { columnValuesToBeBetween } from './expectations/column-values-to-be-between.ts'
import { columnValuesToBeDecreasing } from './expectations/column-values-to-be-decreasing.ts'
import { columnValuesToBeInSet } from './expectations/column-values-to-be-in-set.ts'
import { columnValuesToBeInTypeList } from './expectations/column-values-to-be-in-type-list.ts'
import { columnValuesToBeIncreasing } from './expectations/column-values-to-be-increasing.ts'
import { columnValuesToBeJsonParseable } from './expectations/column-values-to-be-json-parseable.ts'
import { columnValuesToBeNull } from './expectations/column-values-to-be-null.ts'
import { columnValuesToBeOfType } from './expectations/column-values-to-be-of-type.ts'
import { columnValuesToBeUnique } from './expectations/column-values-to-be-unique.ts'
import { columnValuesToExistInOtherDataset } from './expectations/column-values-to-exist-in-other-dataset.ts'
import { columnValuesToMatchLikePattern } from './expectations/column-values-to-match-like-pattern.ts'
import { columnValuesToMatchRegex } from './expectations/column-values-to-match-regex.ts'
import { columnValuesToMatchRegexList } from './expectations/column-values-to-match-regex-list.ts'
import { columnValuesToMatchStrftimeFormat } from './expectations/column-values-to-match-strftime-format.ts'
import { columnValuesToNotBeInSet } from './expectations/column-values-to-not-be-in-set.ts'
import { columnValuesToNotBeNull } from './expectations/column-values-to-not-be-null.ts'
import { columnValuesToNotMatchRegex } from './expectations/column-values-to-not-match-regex.ts'
import { columnValuesToNotMatchRegexList } from './expectations/column-values-to-not-match-regex-list.ts'
import { compoundColumnsToBeUnique } from './expectations/compound-columns-to-be-unique.ts'
import { multicolumnSumToEqual } from './expectations/multicolumn-sum-to-equal.ts'
import { selectColumnValuesToBeUniqueWithinRecord } from './expectations/select-column-values-to-be-unique-within-record.ts'
import { tableColumnCountToBeBetween } from './expectations/table-column-count-to-be-between.ts'
import { tableColumnCountToEqual } from './expectations/table-column-count-to-equal.ts'
import { tableColumnsToFollowHistory } from './expectations/table-columns-to-follow-history.ts'
import { tableColumnsToMatchOrderedList } from './expectations/table-columns-to-match-ordered-list.ts'
import { tableColumnsToMatchSet } from './expectations/table-columns-to-match-set.ts'
import { tableNoteCountToBeBetween } from './expectations/table-note-count-to-be-between.ts'
import { tableRowCountToBeBetween } from './expectations/table-row-count-to-be-between.ts'
import { tableRowCountToEqual } from './expectations/table-row-count-to-equal.ts'
import { tableRowCountToEqualOtherTable } from './expectations/table-row-count-to-equal-other-table.ts'
import { tableRowCountToFollowHistory } from './expectations/table-row-count-to-follow-history.ts'

/** Every expectation a suite may name. One more is one more file, and a line here. */
export const expectationKinds: ReadonlyMap<string, ExpectationKind> = new Map(
  [
    columnDistinctCountToFollowHistory,
    columnDistinctValuesToBeInSet,
    columnDistinctValuesToContainSet,
    columnDistinctValuesToEqualSet,
    columnDistributionToFollowHistory,
    columnKlDivergenceToBeLessThan,
    columnMaxToBeBetween,
    columnMaxToBeRecent,
    columnMeanToBeBetween,
    columnMeanToFollowHistory,
    columnMedianToBeBetween,
    columnMinToBeBetween,
    columnMostCommonValueToBeInSet,
    columnNullRateToFollowHistory,
    columnPairValuesAToBeGreaterThanB,
    columnPairValuesToBeEqual,
    columnPairValuesToBeInSet,
    columnProportionOfNonNullValuesToBeBetween,
    columnProportionOfUniqueValuesToBeBetween,
    columnQuantileValuesToBeBetween,
    columnStdevToBeBetween,
    columnSumToBeBetween,
    columnToExist,
    columnUniqueValueCountToBeBetween,
    columnValueLengthsToBeBetween,
    columnValueLengthsToEqual,
    columnValuesToBeBetween,
    columnValuesToBeDecreasing,
    columnValuesToBeInSet,
    columnValuesToBeInTypeList,
    columnValuesToBeIncreasing,
    columnValuesToBeJsonParseable,
    columnValuesToBeNull,
    columnValuesToBeOfType,
    columnValuesToBeUnique,
    columnValuesToExistInOtherDataset,
    columnValuesToMatchLikePattern,
    columnValuesToMatchRegex,
    columnValuesToMatchRegexList,
    columnValuesToMatchStrftimeFormat,
    columnValuesToNotBeInSet,
    columnValuesToNotBeNull,
    columnValuesToNotMatchRegex,
    columnValuesToNotMatchRegexList,
    compoundColumnsToBeUnique,
    multicolumnSumToEqual,
    selectColumnValuesToBeUniqueWithinRecord,
    tableColumnCountToBeBetween,
    tableColumnCountToEqual,
    tableColumnsToFollowHistory,
    tableColumnsToMatchOrderedList,
    tableColumnsToMatchSet,
    tableNoteCountToBeBetween,
    tableRowCountToBeBetween,
    tableRowCountToEqual,
    tableRowCountToEqualOtherTable,
    tableRowCountToFollowHistory,
  ].map((kind) => [kind.type, kind]),
)
