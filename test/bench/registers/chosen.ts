/** What `--only` says a part of the name of, whatever its case; all where it says nothing of these. */
export function chosen<Named extends { readonly name: string }>(
  all: readonly Named[],
  only: readonly string[],
): Named[] {
  const named = all.filter(({ name }) => only.some((part) => name.toLowerCase().includes(part.toLowerCase())))
  return named.length === 0 ? [...all] : named
}

/** @throws Error naming what there is, when a part is in no name. */
export function checkOnly(names: readonly string[], only: readonly string[]): void {
  for (const part of only)
    if (!names.some((name) => name.toLowerCase().includes(part.toLowerCase())))
      throw new Error(`--only "${part}" names nothing; there are ${names.map((name) => `"${name}"`).join(', ')}.`)
}
