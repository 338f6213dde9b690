/** The data engine's name and version, without loading it; a test holds it equal to the package's. */
export const ENGINE_NAME = 'DuckDB'
export const ENGINE_VERSION = '1.5.5'
