import { labelKey } from '../text/label-similarity.ts'
import { listed } from './recogniser.ts'

const LABELS: ReadonlySet<string> = new Set(
  listed(
    'name, names, full name, naam, nom, nombre, nome, nazwa, navn, namn, nimi, název, denumire, ad, adı, название, наименование, 名称',
  ).map(labelKey),
)

/** Whether a label says that a column names something, and neither people nor firms. */
export const namesAnything = (label: string): boolean => LABELS.has(labelKey(label))
