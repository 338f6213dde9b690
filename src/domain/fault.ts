/** Where in a domain's files something is wrong, and what to write instead. */
export interface Fault {
  /** Its path in the domain's folder: `domain.yaml`. */
  readonly file: string
  /** 1-based; 1 where the place cannot be told. */
  readonly line: number
  readonly column: number
  /** `entities.customer.attributes.name.type`; empty for the file as a whole. */
  readonly path: string
  /** A sentence that says what is wrong and what to do. */
  readonly message: string
}

/** A fault as people read it: `domain.yaml:12:7, at entities.customer: …`. */
export const faultLine = ({ file, line, column, path, message }: Fault): string =>
  `${file}:${line}:${column}${path === '' ? '' : `, at ${path}`}: ${message}`

/** In the order in which a person reads the files. */
export const inOrder = (faults: readonly Fault[]): Fault[] =>
  [...faults].sort((a, b) =>
    a.file === b.file
      ? a.line - b.line || a.column - b.column || (a.message < b.message ? -1 : 1)
      : a.file === 'domain.yaml' || (b.file !== 'domain.yaml' && a.file < b.file)
        ? -1
        : 1,
  )
