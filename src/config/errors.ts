import { nearest } from './nearest.ts'

/** The configuration room's error family: what a person corrects in a file or on the command line. Exit code 2. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError'
}

const listed = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '))

export class DomainIdNotFoundError extends ConfigurationError {
  override name = 'DomainIdNotFoundError'
  constructor(asked: string, known: readonly string[]) {
    const near = nearest(asked, known)
    super(
      `There is no domain "${asked}".${near === undefined ? '' : ` Did you mean "${near}"?`} Shipped: ${listed(known)}. Name one of these, or a folder with a domain.yaml.`,
    )
  }
}

export class PipelineNotFoundError extends ConfigurationError {
  override name = 'PipelineNotFoundError'
  constructor(asked: string, known: readonly string[]) {
    const near = nearest(asked, known)
    super(
      `There is no pipeline "${asked}".${near === undefined ? '' : ` Did you mean "${near}"?`} Known: ${listed(known)}. Name one of these, or a .yaml file that holds one pipeline.`,
    )
  }
}

/** A profile or pipeline file that cannot be read as one. `keyPath` is '' for the file as a whole. */
export class ConfigurationFileError extends ConfigurationError {
  override name = 'ConfigurationFileError'
  readonly file: string
  readonly keyPath: string
  constructor(file: string, keyPath: string, problem: string) {
    super(`${file}${keyPath === '' ? '' : `, at ${keyPath}`}: ${problem} Correct the file and run again.`)
    this.file = file
    this.keyPath = keyPath
  }
}

export class UnknownSettingError extends ConfigurationError {
  override name = 'UnknownSettingError'
  readonly key: string
  constructor(key: string, where: string, known: readonly string[]) {
    const near = nearest(key, known)
    const guess = near === undefined ? '' : ` Did you mean "${near}"?`
    super(`${where}: there is no setting "${key}".${guess} Known: ${listed(known)}.`)
    this.key = key
  }
}

export class SettingValueError extends ConfigurationError {
  override name = 'SettingValueError'
  readonly key: string
  constructor(key: string, where: string, value: unknown, expected: string) {
    super(`${where}: setting "${key}" cannot be ${shown(value)}. Give ${expected}.`)
    this.key = key
  }
}

const shown = (value: unknown): string => {
  if (value === undefined || value === '') return 'empty'
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value))
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
