/** Root of everything the models room throws. Each message says what happened, where, and what to do next. */
export class ModelsError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
  }
}

/** The dataset has no such model version, or no version of that alias. */
export class ModelNotFoundError extends ModelsError {}

/** A document of the registry cannot be read. */
export class RegistryDamagedError extends ModelsError {
  constructor(where: string, what: string, options?: ErrorOptions) {
    super(
      `${where} is damaged: ${what}. Restore the object from the bucket's or the disk's backup. Published versions are not affected.`,
      options,
    )
  }
}

/** Somebody else moved the alias between the moment it was looked at and the moment it was to be moved. */
export class AliasMovedError extends ModelsError {
  constructor(
    alias: string,
    dataset: string,
    moved: { readonly to: number | null; readonly by: string; readonly why: string } | undefined,
  ) {
    const what =
      moved === undefined
        ? 'was moved'
        : `was ${moved.to === null ? 'taken away' : `moved to version ${moved.to}`} by ${moved.by} (${moved.why})`
    super(
      `${alias} of ${dataset} ${what} in the meantime, so nothing was changed. Look at it, then decide again: hotpass models list ${dataset}`,
    )
  }
}

/** An alias that was never set, or that has been moved back as often as it was moved. */
export class NothingToRollBackError extends ModelsError {
  constructor(alias: string, dataset: string) {
    super(
      `${alias} of ${dataset} points to no version, so there is nothing to move back. See what there is: hotpass models list ${dataset}`,
    )
  }
}

/** Rivals registered models faster than this caller could, too many times in a row. */
export class RegistryContentionError extends ModelsError {
  constructor(dataset: string, tries: number) {
    super(
      `Writing to the model registry of ${dataset} lost ${tries} races in a row. Nothing was written; try again when fewer runs write to this store.`,
    )
  }
}
