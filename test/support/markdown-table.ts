/** The rows of the first table of a page after some words, by the names of its header. */
export function markdownTable(page: string, after: string): readonly Readonly<Record<string, string>>[] {
  const lines = page.slice(page.indexOf(after)).split('\n')
  const from = lines.findIndex((line) => line.startsWith('|'))
  const length = lines.slice(from).findIndex((line) => !line.startsWith('|'))
  const [header = [], , ...rows] = lines.slice(from, length === -1 ? undefined : from + length).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  return rows.map((cells) => Object.fromEntries(header.map((name, at) => [name, cells[at] ?? ''])))
}
