/** A fenced block of YAML of a page: what its fence says after `yaml`, and its text. */
interface YamlBlock {
  readonly about: string
  readonly text: string
}

/** The fenced blocks of YAML of a page. */
export const yamlBlocks = (page: string): readonly YamlBlock[] =>
  [...page.matchAll(/^```yaml(?: ([^\n]*))?\n(.*?)^```/gms)].map(([, about = '', text = '']) => ({ about, text }))
