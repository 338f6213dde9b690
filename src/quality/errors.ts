/** Where in a suite something is wrong. */
export interface SuitePlace {
  readonly file: string
  /** Id or type of the expectation; absent when the file as a whole is wrong. */
  readonly expectation?: string
}

/** A suite that cannot be read or does not fit its dataset: a mistake of configuration, never of data. */
export class SuiteError extends Error {
  override name = 'SuiteError'
  readonly place: SuitePlace
  constructor(place: SuitePlace, what: string, next: string, cause?: unknown) {
    const where = place.expectation === undefined ? place.file : `${place.file}, expectation ${place.expectation}`
    super(`${where}: ${what}. ${next}`, { cause })
    this.place = place
  }
}
