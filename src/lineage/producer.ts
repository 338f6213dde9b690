/** This client's version; a test holds it equal to the package's. */
export const LINEAGE_CLIENT_VERSION = '0.1.0'

/** Who says so, on every event and facet. A URI, as the specification asks. */
export const PRODUCER = `https://hotpass.example.org/releases/${LINEAGE_CLIENT_VERSION}`
