import type { z } from 'zod'
import type { PiiClass } from '../contracts/contract.ts'
import type { ColumnType } from '../engine/column-types.ts'
import type { BlockingRule, ComparisonLevel } from './compare/comparison-level.ts'
import type { Beside, Normalised } from './normalise/normalised.ts'
import type { Verification } from './normalise/verification.ts'
import type { LabelledColumn } from './recognise/recogniser.ts'

/** What an attribute says of its type besides the type's id, as the type's own schema gave it back. */
export type TypeOptions = Readonly<Record<string, unknown>>

/** A value in canonical form. A day is text, `YYYY-MM-DD`. */
export type CanonicalValue = string | number | boolean

/** How several values become what is published of one attribute. */
export const KEEPS = [
  'first',
  'latest',
  'earliest',
  'distinct',
  'most_common',
  'longest',
  'any',
  'all',
  'max',
  'min',
] as const
/**
 * `first` in order of trust; `latest` and `earliest` of days; `max` and `min` of numbers; `any` and `all` of flags; `most_common` and
 * `longest` of texts, ties in order of trust; `distinct` keeps them all as a list.
 */
export type Keep = (typeof KEEPS)[number]

/** Words and what they mean, as a domain's `vocabularies/` say. */
export interface Vocabulary {
  readonly id: string
  /** Every spelling, folded by `foldWords(text, '')`, and the term it means. */
  readonly terms: ReadonlyMap<string, string>
}

/** What a column is read with: of the domain, else of the source, else of the column. */
export interface TypeContext {
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country: string
  /** The order in which numeric dates are written; undefined: a date that can be read in two ways is refused. */
  readonly dateOrder?: 'dmy' | 'mdy' | 'ymd'
  /** Whether the comma is the decimal sign; undefined: told by the number itself, refused where it can be read in two ways. */
  readonly decimalComma?: boolean
  /** The one that the attribute's options name. */
  readonly vocabulary?: Vocabulary
}

/** How a value speaks for and against two records being one entity. */
export interface Evidence {
  /** How many entities may share one value: a register's number is one's, a switchboard a few's, a town many's. */
  readonly frequency: 'one' | 'few' | 'many'
  /** An entity has only one, so two different ones speak against. */
  readonly exclusive: boolean
  /** It does not change over a life. */
  readonly stable: boolean
  /** It says where an entity is, or reaches it there: branches of one organization have others. */
  readonly isPlace?: true
}

/** What reads the cells of one column. Made once a column; pure and total, and never throws for any text. */
export interface ValueReader {
  /** The texts of the values of one cell, in its order, none of them blank; a type of one value a cell gives the cell. */
  readonly split: (cell: string) => readonly string[]
  /** False where a cell is one value, whatever it holds. */
  readonly splits: boolean
  /** Whether any text that says something is a value, so that none is refused. */
  readonly takesAny: boolean
  /** The canonical value, or null with the issue that says why not. Idempotent on its own results. */
  readonly normalise: (text: string) => Normalised<CanonicalValue>
}

/** What is compared and blocked on besides the value itself: a name's words, a mail's host. The column is `<attribute>__<name>`. */
export interface TypePart {
  readonly name: string
  readonly description: string
  readonly column: 'string' | 'double' | 'list<string>'
  /** As few share it as the value itself: a host, a number without its country. */
  readonly identifies?: true
  /** What else the value says that it is called, whole: published beside values that lost. */
  readonly alsoCalled?: true
  /**
   * Of one canonical value; of a list attribute the parts of all its values, distinct. The context is the attribute's, so that equal values
   * have equal parts whatever source said them. Total.
   */
  readonly of: (value: CanonicalValue, context: TypeContext) => string | number | readonly string[] | null
}

/** A type whose values tell a country: ISO 3166-1 alpha-2, or null. The context is that of the column. Total. */
interface CountryTold {
  readonly rank: number
  readonly of: (value: string, context: TypeContext) => string | null
}

/** What texts of a type may say besides their value, where its reader tells it (`Normalised.beside`). */
export interface TypeBesides {
  /** By the name under which it is told, the id of the type that reads it: an attribute of that type takes what is said beside a name. */
  readonly of: Readonly<Record<string, string>>
  /** Value and what is said besides as one text, for an attribute that keeps that. Total. */
  readonly text: (value: CanonicalValue | null, beside: Beside) => string
}

/** Values given in several columns: street, town and postcode of an address; given and family name. */
export interface TypeAssembly {
  /** In the order in which people write them. */
  readonly parts: readonly string[]
  /** Which part a column of its own is, by its label: 0 to 1 sure; null when it is none. */
  readonly partOf?: (column: LabelledColumn) => { readonly part: string; readonly confidence: number } | null
  /** The text that is then read as one cell; null when there is none. */
  readonly join: (given: Readonly<Record<string, string | null>>, context: TypeContext) => string | null
}

/** The columns of an attribute, as linkage sees them. */
export interface AttributeColumns {
  readonly value: string
  readonly isList: boolean
  readonly part: (name: string) => string
}

/** A published value of an attribute that says these options. */
export interface TypeExample {
  readonly options: TypeOptions
  readonly value: CanonicalValue
  /** Where it is read, when it matters. */
  readonly country?: string
}

/**
 * A semantic type: what is known of a kind of value, whatever the domain. One file and one line in the registry; nothing else in the
 * program asks what kind of value it has before it.
 */
export interface SemanticType {
  /** snake_case: what `domain.yaml` says. */
  readonly id: string
  /** For people: `E-mail address`. */
  readonly title: string
  /** One or two sentences: what it takes, what it gives. */
  readonly description: string
  /** A published value, as documentation shows one. */
  readonly example: CanonicalValue
  /** The example, and one for each way of saying options that makes other values of it. */
  readonly examples: readonly TypeExample[]
  /** What an attribute of this type may say besides: strict, so that an unknown word is a fault of the domain. */
  readonly options: z.ZodType<TypeOptions>
  /** The option that names a vocabulary of the domain, whose words then stand in the context; null when none does. */
  readonly vocabularyOption: string | null
  /** How sure it is that a column holds this, by its label in several languages and by what its cells look like: 0 to 1. */
  readonly recognise: (column: LabelledColumn) => number
  /** @throws never; options are what `options` gave */
  readonly reader: (options: TypeOptions, context: TypeContext) => ValueReader
  /** Whether it may remark on a value that it gives, as one that it repaired; otherwise what it remarks on has no value. */
  readonly repairs: boolean
  /** Null where its texts say nothing besides. */
  readonly besides: TypeBesides | null
  readonly assembly: TypeAssembly | null
  /** Of one value; an attribute that keeps `distinct` is a `list<string>`. */
  readonly column: ColumnType
  readonly parts: readonly TypePart[]
  /** How a value tells the country of the row it stands in, and how well: the higher rank is asked first. Null where it does not. */
  readonly tellsCountry: CountryTold | null
  /** From most alike to least; null where two values say nothing of two records. Weights are where estimation starts. */
  readonly compare: ((columns: AttributeColumns) => readonly ComparisonLevel[]) | null
  /** What brings two records together to be compared; empty for values that many share. */
  readonly block: (columns: AttributeColumns) => readonly BlockingRule[]
  /** An identifier of a register is one entity's, any other identifier perhaps not: hence of the options. */
  readonly evidence: (options: TypeOptions) => Evidence
  readonly keep: Keep
  /** What else an attribute may say under `keep`. */
  readonly keeps: readonly Keep[]
  readonly pii: (options: TypeOptions) => PiiClass
  /** As shown outside of published columns. */
  readonly mask: (value: string, options: TypeOptions) => string
  /** How far a value can be trusted, by its form alone; null where form says nothing. */
  readonly verify: ((value: string) => Verification) | null
  /** Of one published value: JSON Schema, contracts and expectations follow from it. */
  readonly schema: (options: TypeOptions) => z.ZodType
}
