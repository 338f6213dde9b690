/** Root of everything the versions room throws. Each message says what happened, where, and what to do next. */
export class VersionsError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
  }
}

/** The dataset, version, release or channel asked for does not exist. */
export class VersionNotFoundError extends VersionsError {}

/** The version was committed, but no release names it: it is staged, and readers must not see it. */
export class VersionStagedError extends VersionsError {
  constructor(dataset: string, version: number) {
    super(
      `Version ${version} of ${dataset} was written by a run that never released it. Ask for a released version: "hotpass versions ${dataset}" lists them.`,
    )
  }
}

/** A metadata file, manifest or release in the store cannot be read or contradicts itself. */
export class VersionDamagedError extends VersionsError {
  constructor(where: string, what: string, options?: ErrorOptions) {
    super(
      `${where} is damaged: ${what}. Restore the object from the bucket's or the disk's backup, then verify again.`,
      options,
    )
  }
}

/** A column cannot take the type that the contract now gives it, unless the contract says that it breaks its readers. */
export class ColumnTypeError extends VersionsError {
  constructor(dataset: string, column: string, from: string, to: string) {
    super(
      `Column ${column} of ${dataset} is ${from} in the published table and ${to} in the contract. Raise the contract's major version, or give the new meaning a new column name.`,
    )
  }
}

/** A column that the contract requires is empty in a row that was to be published. */
export class RequiredColumnError extends VersionsError {
  constructor(dataset: string, column: string, nulls: number) {
    super(
      `Column ${column} of ${dataset} is required, and ${nulls} of the rows that were to be published have none. Nothing was published: fill it, or let the contract loosen it.`,
    )
  }
}

/** Rivals were faster too many times in a row. */
export class CommitContentionError extends VersionsError {
  constructor(dataset: string, tries: number) {
    super(
      `Committing ${dataset} lost ${tries} races in a row. Nothing was published; run it again when fewer runs write to this store.`,
    )
  }
}

/** The file named for an export cannot be written. */
export class ExportTargetError extends VersionsError {}

/** The Glue table of that name is not a picture of ours: somebody made it, or it belongs to another store. */
export class GlueTableForeignError extends VersionsError {
  constructor(database: string, table: string, location: string | undefined, root: string) {
    super(
      `The Glue table ${database}.${table} points at ${location ?? 'no metadata'}, which is not under ${root}. It was left alone: drop it, and the next publication makes it anew.`,
    )
  }
}
