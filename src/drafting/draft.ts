import type { PiiClass } from '../contracts/contract.ts'
import type { Keep, SemanticType } from '../types/semantic-type.ts'
import type { ColumnGuess } from './guess-column.ts'
import type { SampledTable, SkippedTable } from './sampled-table.ts'

/** How an attribute is read from a table's columns. */
export interface DraftMapping {
  /** The columns, each a value; or which column is which part. */
  readonly from: readonly string[] | Readonly<Record<string, readonly string[]>>
  /** The texts of the columns are put together in their order. */
  readonly isJoined: boolean
  readonly order: 'dmy' | 'mdy' | 'ymd' | null
  readonly decimal: 'comma' | 'point' | null
}

/** An attribute of an entity as one table gives it. */
export interface DraftAttribute {
  readonly name: string
  readonly type: SemanticType
  readonly keep: Keep | null
  readonly required: boolean
  readonly pii: PiiClass | null
  readonly mapping: DraftMapping
  readonly confidence: number
  readonly guesses: readonly ColumnGuess[]
}

export interface DraftDescription {
  readonly entity: string
  readonly role: 'record' | 'part' | 'unless_known'
  readonly key: string | null
  /** What it belongs to: by the parent's key in the same source, by its name, or both. */
  readonly belongsTo: { readonly entity: string; readonly key: string | null; readonly named: string | null } | null
  readonly attributes: readonly DraftAttribute[]
}

export interface LeftOut {
  readonly label: string
  readonly why: string
}

export interface DraftTable {
  readonly sample: SampledTable
  readonly describes: readonly DraftDescription[]
  /** How sure it is what a row is. */
  readonly entityConfidence: number
  readonly keyConfidence: number
  readonly keyChoices: readonly string[]
  readonly unique: boolean
  readonly leftOut: readonly LeftOut[]
}

export interface DraftSource {
  readonly id: string
  readonly title: string
  readonly trust: number
  /** Where it is another than the domain's. */
  readonly country: string | null
  /** Patterns; with several tables of a file each, those of each table stand there too. */
  readonly files: readonly string[]
  /** Sheets of nothing that could be told: lists to choose from, settings. */
  readonly ignoredSheets: readonly string[]
  readonly tables: readonly (DraftTable & { readonly files: readonly string[]; readonly id: string | null })[]
}

/** An attribute of an entity as all tables give it. */
export interface EntityAttribute extends Pick<DraftAttribute, 'name' | 'type' | 'keep' | 'required' | 'pii'> {
  readonly confidence: number
}

export interface DraftEntity {
  readonly id: string
  readonly dataset: string
  readonly idPrefix: string
  /** The attribute that names it, where the domain has to say so. */
  readonly namedBy?: string
  readonly attributes: readonly EntityAttribute[]
  /** Derived attributes as they are written: name and the text of its rule. */
  readonly derived: readonly { readonly name: string; readonly rule: string }[]
}

/** Something that only a person knows, and what is guessed until they say. */
export interface Question {
  readonly id: 'country' | 'lawful_basis' | 'date_order' | 'decimal' | 'entity' | 'key' | 'trust'
  /** The table that it is about; null: all of them. */
  readonly table: string | null
  readonly text: string
  readonly choices: readonly { readonly value: string; readonly label: string }[]
  /** Null: nothing can be guessed. */
  readonly guess: string | null
  /** How to say it on the command line. */
  readonly option: string
}

export interface DomainDraft {
  readonly id: string
  readonly title: string
  readonly country: string
  readonly countryBecause: readonly string[]
  readonly lawfulBasis: string | null
  /** `entity.attribute` of every attribute about people. */
  readonly personal: readonly string[]
  readonly entities: readonly DraftEntity[]
  readonly sources: readonly DraftSource[]
  readonly questions: readonly Question[]
  /** Tables of which nothing can be read. */
  readonly unread: readonly SkippedTable[]
  /** Columns of the widest table. */
  readonly width: number
}

/** What of an attribute a column gives: the value, or a part of it. */
export interface MappedTo {
  readonly attribute: string
  readonly part: string | null
}

/** What people said, over what is guessed. */
export interface Answers {
  /** A row is one thing, and all that it says is said of that: nobody beside it is drafted. */
  readonly isOneThing?: boolean
  /** By label, of every table that has it. */
  readonly mapped?: ReadonlyMap<string, MappedTo>
  readonly country?: string
  readonly lawfulBasis?: string
  readonly dateOrder?: 'dmy' | 'mdy' | 'ymd'
  readonly decimal?: 'comma' | 'point'
  /** Of an added source: which number it is believed by. */
  readonly trust?: number
  /** By the table's name. */
  readonly entity?: ReadonlyMap<string, string>
  readonly key?: ReadonlyMap<string, string>
}
