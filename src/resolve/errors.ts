/** Linkage's error family: what is wrong, where, and what to do. */
class LinkageError extends Error {
  override name = 'LinkageError'
}

/** The settings file cannot be used as it stands. Named a configuration error, since its author corrects it. */
export class LinkageSettingsConfigurationError extends LinkageError {
  override name = 'LinkageSettingsConfigurationError'
}

/** The records do not fit the settings: no id, an id twice, a column that is not there. */
export class LinkageRecordsConfigurationError extends LinkageError {
  override name = 'LinkageRecordsConfigurationError'
}

/** A blocking rule would make more pairs than its budget. */
export class BlockingBudgetConfigurationError extends LinkageError {
  override name = 'BlockingBudgetConfigurationError'
}
