import type { Contract, LawfulBasis, PiiClass } from '../contracts/contract.ts'
import type {
  AttributeColumns,
  Keep,
  SemanticType,
  TypeContext,
  TypeOptions,
  Vocabulary,
} from '../types/semantic-type.ts'
import type { DerivedDocument } from './document/attribute-document.ts'
import type { ExpectedEvery } from './document/expected-every.ts'
import type { RowRole } from './document/source-document.ts'

/** An attribute that sources say. Its column has this name from mapping to table. */
export interface Attribute {
  readonly name: string
  readonly type: SemanticType
  readonly options: TypeOptions
  /** Of the domain: parts of equal values are equal whatever source said them. */
  readonly context: TypeContext
  readonly keep: Keep
  /** `keep: distinct`: a list in every table. */
  readonly isList: boolean
  /** A record without it goes to quarantine. */
  readonly required: boolean
  readonly pii: PiiClass
  /** The attribute of which it keeps what that one's texts say besides; null: it has values of its own. */
  readonly besides: string | null
  readonly title: string
  readonly description: string
  readonly columns: AttributeColumns
}

/** A published column that follows from others. */
export interface Derived {
  readonly name: string
  readonly rule: DerivedDocument
  readonly title: string | null
  readonly description: string | null
}

/** A thing that gets golden records and lasting ids. */
export interface Entity {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly dataset: string
  readonly idPrefix: string
  readonly idColumn: string
  /** Of its dataset's contract, where domain.yaml says it. */
  readonly version: string | null
  /** In the order in which the file names them. */
  readonly attributes: readonly Attribute[]
  readonly derived: readonly Derived[]
  /** Names of attributes and derived attributes, in the order of the published table. */
  readonly order: readonly string[]
  /** Entities that its rows may belong to; they are resolved before it. */
  readonly parents: readonly string[]
  /** The same, and the entity itself where a row can be part of one: what rows are tied by. */
  readonly ties: readonly string[]
  /** The parent that every one of its golden records belongs to: whoever is not placed waits for a person. Null: some may stand alone. */
  readonly owner: string | null
  /** The attribute that names it: what `or_named` and `unless_known` go by. Null where nothing names it. */
  readonly name: Attribute | null
  /** Settings of linkage as a file of the domain has them; null: they follow from the types. */
  readonly linkage: { readonly file: string; readonly text: string } | null
}

/** A column of a source table, as its contract or the mappings know it. */
export interface SourceColumn {
  /** Its name in our tables. */
  readonly name: string
  readonly label: string
  readonly synonyms: readonly string[]
  readonly required: boolean
  readonly pii: PiiClass
  readonly description: string
}

/** Where the text of a value comes from. Columns are names of `SourceTable.columns`. */
export type Reading =
  | { readonly way: 'column'; readonly column: string }
  | { readonly way: 'join'; readonly columns: readonly string[]; readonly with: string }
  | { readonly way: 'constant'; readonly value: string }
  | {
      readonly way: 'match'
      readonly column: string
      readonly pattern: RegExp
      /** Characters of a text that it may be tried on; a longer one does not match. */
      readonly longest: number
      readonly group: string | number
      readonly otherwise: 'nothing' | 'whole'
    }
  | { readonly way: 'parts'; readonly parts: Readonly<Record<string, readonly string[]>> }
  | { readonly way: 'infer'; readonly what: 'country' }

/** One way of reading an attribute, with what it is read with. */
export interface MappedReading {
  readonly reading: Reading
  readonly context: TypeContext
  /** Tried without raising an issue. */
  readonly quiet: boolean
  /**
   * Set where the text is another attribute's, and what it says besides that one's value is read: under `part`, or, where that is null,
   * anything that does not fit there.
   */
  readonly besides?: { readonly attribute: Attribute; readonly part: string | null }
}

export interface MappedAttribute {
  readonly attribute: Attribute
  /** Asked in turn; a list attribute takes all of them. */
  readonly readings: readonly MappedReading[]
}

export interface Belonging {
  readonly entity: string
  /** Columns of the parent's key in the same source; null: by name alone. */
  readonly key: readonly string[] | null
  /** The column with the parent's name; null: by key alone. */
  readonly named: string | null
}

/** What one row says of one entity. */
export interface Description {
  readonly entity: string
  readonly role: RowRole
  /** Columns; empty: the row has no key of its own, and is known by its content. */
  readonly key: readonly string[]
  /** Stands in public ids of records that are not the first of their source: `crm:visit:12`. */
  readonly called: string
  readonly belongsTo: readonly Belonging[]
  readonly when: {
    readonly column: string
    readonly equals: readonly string[] | null
    readonly is: 'blank' | 'present' | null
  } | null
  readonly invalid: {
    readonly column: string
    /** Null: anything but blank, 0, no and false. */
    readonly values: readonly string[] | null
    /** Attributes whose values the mark is about; null: every one of the row. */
    readonly of: readonly string[] | null
  } | null
  readonly attributes: readonly MappedAttribute[]
}

/** What people say of how a table is written. */
export interface TableReading {
  /** The header is the first row from here on that is not blank. */
  readonly headerRow?: number
  /** Rows at the top that are not looked at. */
  readonly skip?: number
  readonly delimiter?: string
  /** Empty: quotes are text. */
  readonly quote?: string
  /** Lines that begin with it are no rows. */
  readonly comment?: string
  readonly encoding?: string
}

/** What columns of a table are for, by name: how a reader reads their cells. */
export interface ColumnRoles {
  /** Part of a key or a name: a merged cell says the same of every row that it covers. */
  readonly spread: readonly string[]
  readonly date: readonly string[]
  readonly mail: readonly string[]
  /** Say something of what the row describes. A row without any of them is padding, whatever its key. */
  readonly content: readonly string[]
  /** Say which row it is or whose: filled in padding as well. */
  readonly key: readonly string[]
}

export interface SourceTable {
  /** Of its contract, and of its records' keys. */
  readonly id: string
  /** What its records' keys say: the former id where it was renamed. */
  readonly keyName: string
  readonly source: string
  readonly sheet: string | null
  readonly files: readonly string[]
  /** How its files are read; what it does not say is found out. */
  readonly reading: TableReading
  readonly roles: ColumnRoles
  readonly ignore: boolean
  readonly unique: boolean
  readonly country: string
  readonly columns: readonly SourceColumn[]
  readonly sourceColumn: { readonly column: string; readonly trust: Readonly<Record<string, number>> } | null
  readonly describes: readonly Description[]
  readonly contract: Contract
}

export interface Source {
  readonly id: string
  readonly keyName: string
  readonly title: string
  /** The higher one is believed when two disagree. */
  readonly trust: number
  readonly files: readonly string[]
  readonly ignoredSheets: readonly string[]
  /** A run may be without it. */
  readonly optional: boolean
  /** How long it may be without a new file; null: any time. */
  readonly expectedEvery: ExpectedEvery | null
  readonly tables: readonly SourceTable[]
}

/** What a domain's files say, checked and put together once: everything else in the program is derived from it. */
export interface CompiledDomain {
  readonly id: string
  readonly title: string
  readonly description: string | null
  readonly country: string
  readonly owner: string
  readonly lawfulBasis: LawfulBasis
  readonly retentionDays: number | null
  /** Those that others belong to come before them. */
  readonly entities: readonly Entity[]
  readonly sources: readonly Source[]
  readonly vocabularies: ReadonlyMap<string, Vocabulary>
  readonly settings: Readonly<Record<string, unknown>>
  /** Of the files it was made of. */
  readonly sha256: string
}
