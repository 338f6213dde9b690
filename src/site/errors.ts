/** The site's error family. */
class SiteError extends Error {
  override name = 'SiteError'
}

/** The index of runs is not what we wrote. */
export class SiteIndexDamagedError extends SiteError {
  override name = 'SiteIndexDamagedError'
  constructor(where: string, why: string) {
    super(`${where} is damaged: ${why}. Write the site anew from the runs with: hotpass docs --rebuild`)
  }
}

/** Too many writers at once. */
export class SiteBusyError extends SiteError {
  override name = 'SiteBusyError'
  constructor(where: string, tries: number) {
    super(
      `${where} was changed by others ${tries} times in a row. Nothing is lost: hotpass docs --rebuild adds the run.`,
    )
  }
}
