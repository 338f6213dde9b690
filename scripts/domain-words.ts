interface ObjectWords {
  readonly title: string
  readonly about: string
  /** What each key of the schema means. */
  readonly keys: Readonly<Record<string, string>>
}

/** What the keys of a domain.yaml mean, by the objects that have them. */
export const DOMAIN_WORDS: Readonly<Record<string, ObjectWords>> = {
  domain: {
    title: 'The file',
    about: 'Keys at the top.',
    keys: {
      id: 'What the domain is called: its folder, its schemas.',
      title: 'For people.',
      description: 'For people.',
      country:
        'Where the files are from, unless a source, table or column says another: phones, regions, dates, amounts are read so. ISO 3166-1.',
      date_order: 'How days like 03/04/2025 are written. Without it such a day is refused.',
      owner: 'Who answers for what is published: a team or a role.',
      lawful_basis: 'Why data about people may be processed. Demanded where any attribute is personal.',
      retention_days: 'How many days a published row is kept, as its contract says.',
      entities: 'What there is: [entities](#an-entity) by name.',
      sources: 'Whose files say it: a list of [sources](#a-source).',
      settings: '[Settings](settings.md) of every pipeline of the domain.',
    },
  },
  entity: {
    title: 'An entity',
    about:
      'A thing that gets golden records and lasting ids. The order of its attributes is the order of the published columns.',
    keys: {
      title: 'For people; else its name.',
      description: 'Stands in the published contract.',
      dataset: 'What is published is called so.',
      id_prefix: 'Its ids begin with it: `cus_…`.',
      id_column: 'The column of its id; else `<entity>_id`.',
      named_by:
        'The attribute that names it; else the required name, else that of an organization, else that of a person.',
      version: 'The version of its published contract. Raise the first number when a column goes or changes its type.',
      linkage: 'A file of `linkage/` with settings in Splink’s format; without it they follow from the types.',
      attributes: '[Attributes](#an-attribute-that-sources-say) by name, and [derived ones](#derived-attributes).',
    },
  },
  attribute: {
    title: 'An attribute that sources say',
    about: 'Beside these keys it takes the options of its [type](types.md).',
    keys: {
      type: 'A [type of value](types.md).',
      keep: 'Which of several values is published: `first` in order of trust, `latest`, `earliest`, `distinct` (a list of all), `most_common`, `longest`, `any`, `all`, `max`, `min`. The type says which make sense, and its default.',
      required:
        'A record without it goes to quarantine. The first required name of an organization or a person in the file, ' +
        'else the first required text, names the entity.',
      pii: 'Its class, where it is another than the type’s.',
      title: 'For people.',
      description: 'Stands in the published contract.',
    },
  },
  source: {
    title: 'A source',
    about: 'Whose files these are.',
    keys: {
      id: 'Stands in record ids: `crm:12`.',
      was: 'What it was called before; its records keep their ids.',
      title: 'For people; published in `source_datasets`.',
      optional:
        'A run may be without it. Otherwise a source that the last release had and that does not arrive blocks.',
      expected_every:
        'No new file for longer than this blocks: `7 days`, `1 week`, `36 hours`. A file is new by its name and content; counted up to the time the run stands for.',
      trust: 'Of sources that disagree the higher one is believed. No two have the same.',
      files: 'Patterns for names of files: `*` and `?`, case ignored.',
      unique:
        'Its key is a register’s: two of its rows with different keys are two entities, always; two with the same are one.',
      country: 'As of the file, for its tables.',
      date_order: 'As of the file, for its tables.',
      ignored_sheets: 'Sheets, or patterns for them, that are left on purpose.',
      tables: 'Its [tables](#a-table).',
    },
  },
  table: {
    title: 'A table',
    about: 'A sheet of a workbook, or a file of one table.',
    keys: {
      id: 'Of its contract; else made of the source and the sheet.',
      was: 'What it was called before; its records keep their ids.',
      sheet: 'The sheet, or a pattern for its name. One without a pattern must be in every workbook.',
      files: 'Patterns for files of one table that hold what the sheet holds.',
      header_row:
        'The row of the labels; `auto` takes the row, among the first 30, with most of the known labels, else the first that is not blank.',
      skip: 'Rows at the top that are not looked at.',
      delimiter: 'Of delimited text: one character, `tab`, or `none` where every line is one cell.',
      quote: 'Of delimited text.',
      comment: 'Lines that begin with it are no rows.',
      encoding: 'Of a text file, as browsers name it; otherwise it is found out, and told where it is a guess.',
      ignore: 'Leaves it on purpose.',
      unique: 'As of the source.',
      country: 'As of the source.',
      date_order: 'As of the source.',
      source: 'Of a file of many sources: [whose each row is](#whose-a-row-is).',
      describes: 'What a row says: a [description](#a-description) for each thing. A row is counted by the first.',
    },
  },
  'source of a row': {
    title: 'Whose a row is',
    about: '`source` of a table.',
    keys: {
      column: 'The column that names the source of a row.',
      trust: 'How far each is believed; else as the source that the file is of.',
    },
  },
  description: {
    title: 'A description',
    about: 'What a row says of one entity.',
    keys: {
      entity: 'The entity.',
      role: '`record` makes an entity; `part` says more of one and never makes one; `unless_known` makes one where no record has its name; `reference` gives values to those it can be linked to.',
      key: 'The columns that tell rows apart. Without one a row is known by its content.',
      called: 'What its records are called where its source has several tables: `crm:visit:12`; else as the entity.',
      belongs_to: 'What it [belongs to](#what-a-row-belongs-to), by entity.',
      when: 'Which [rows say it](#which-rows); else all.',
      invalid: 'A [mark](#a-mark) on its values: a column, or more.',
      attributes: 'How each attribute is [read](#a-mapping).',
    },
  },
  belongs_to: {
    title: 'What a row belongs to',
    about: 'By entity. One or both ways.',
    keys: {
      key: 'Columns with the key of a record of the same source. Blank, `0` or nobody’s, it is asked by name.',
      or_named: 'The column with its name, beside a key.',
      named: 'The column with its name, without a key.',
    },
  },
  when: {
    title: 'Which rows',
    about: '`when` of a description. A row of which no description speaks goes to quarantine as `not_described`.',
    keys: {
      column: 'The column that is asked.',
      equals: 'One word or several; case does not count.',
      is: 'Whether it has a value.',
    },
  },
  invalid: {
    title: 'A mark',
    about: '`invalid` of a description: values that are known to be wrong. They are kept, and never come first.',
    keys: {
      column: 'The column that marks.',
      values: 'The words that are a mark; else anything but blank, `0`, `no` and `false`.',
      of: 'The attributes that it is about; else all of the row.',
    },
  },
  mapping: {
    title: 'A mapping',
    about:
      'How an attribute is read from columns: the name of a column; a list of columns, of which the first that has a value is taken (all where a list is kept); or exactly one of `column`, `join`, `constant`, `match`, `parts` and `infer`, with the rest beside it. A list may hold both.',
    keys: {
      column: 'One column, or several in turn.',
      join: 'Columns put together, blank ones left out.',
      with: 'What stands between joined columns; else a space.',
      constant: 'The same for every row.',
      match: 'A [group of a regular expression](#a-match).',
      parts: 'Columns by part, put together as the type does: of an address, a name, coordinates, money.',
      infer: 'The country that the row’s region, phones or address tell; else the default.',
      country: 'As of the table, for this column.',
      order: 'As `date_order`, for this column.',
      decimal: 'The sign before decimals.',
      vocabulary: 'Words of another file of `vocabularies/`.',
      quiet: 'Tried without an issue when it is none.',
    },
  },
  match: {
    title: 'A match',
    about: '`match` of a mapping.',
    keys: {
      column: 'The column.',
      pattern: 'The expression, as JavaScript has it with the flag `u`. One that may run away is refused.',
      group: 'Its group, by name or number.',
      otherwise: 'What is taken where it does not match.',
    },
  },
}

/** What each kind of derived attribute is, by its key. */
export const DERIVED_WORDS: Readonly<Record<string, { readonly written: string; readonly means: string }>> = {
  primary: {
    written: '{ primary: person, attributes: { name: name, email: emails } }',
    means:
      'Of what belongs to it the one to name first: columns `<name>_<suffix>`, with status and confidence where the type verifies.',
  },
  others: {
    written: '{ others: person, attribute: emails, than: contact }',
    means: 'A list of what all that belong to it say, but for the primary’s own.',
  },
  count: { written: '{ count: person }', means: 'How many belong to it.' },
  confidence: {
    written: '{ confidence: { person: [emails, phones] } }',
    means: 'Mean confidence of what was verified, over all that belong to it.',
  },
  problems: {
    written: '{ problems: contact }',
    means: 'What is wrong with the values of a primary, as `email:risky`.',
  },
  score: {
    written: '{ score: { website: 2, address: 1 } }',
    means:
      'Weighted share of columns that have a value, 0 to 1; a column that is a number from 0 to 1 counts by its value.',
  },
  flags: {
    written: '{ flags: { no_address: address } }',
    means: 'The flags whose columns have no value; `none` where all have.',
  },
  slug: { written: '{ slug: name }', means: 'A name as it may stand in an address of the web.' },
  first: { written: '{ first: emails }', means: 'The first of a list.' },
  status: { written: '{ status: email_primary }', means: 'Whether a value can be trusted, by its form.' },
  of: {
    written: '{ of: name }',
    means:
      'Values that lost: what else it is called, also by a name that says so itself (`t/a`, `formerly`); other addresses.',
  },
  beside: {
    written: '{ beside: phones }',
    means:
      'A list of what cells of that attribute say and it cannot hold: extensions behind numbers, words that its vocabulary does not have, days that cannot be read.',
  },
  sources: {
    written: '{ sources: titles }',
    means: 'Its sources (`titles`), its records (`records`) or which row gave each field (`provenance`).',
  },
  parent: {
    written: '{ parent: household, attribute: address }',
    means: 'The id of what it belongs to, or one attribute of that.',
  },
  chosen: {
    written: '{ chosen: household, by: contact }',
    means: 'Whether it is the one that its parent’s primary names.',
  },
  marked: { written: '{ marked: invalid }', means: 'Whether it is known to be wrong.' },
  lawful_basis: { written: '{ lawful_basis: true }', means: 'The lawful basis that the contract states.' },
}
