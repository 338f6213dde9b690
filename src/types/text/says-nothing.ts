import { foldWords } from './fold-text.ts'
import { isPlaceholder } from './placeholder.ts'

const LONGEST = 40
const WORDS: ReadonlySet<string> = new Set(
  [
    // What people write into a cell that a form would not let them leave empty.
    'vacant, vacancy, position vacant, not publicly listed, not listed, not disclosed, undisclosed, withheld, not stated, not given',
    'not specified, unspecified, not recorded, not found, no name, no value, as above, see above, same as above, ditto, idem, test',
    'onbekend, geen, geen een, nvt, niet van toepassing, nie van toepassing, vakant, unbekannt, keine, keine angabe, k a, ohne',
    'nicht bekannt, nicht zutreffend, entfällt, inconnu, inconnue, aucun, aucune, sans objet, non renseigné, néant, non disponible',
    'desconocido, ninguno, ninguna, sin datos, no aplica, no disponible, desconhecido, nenhum, nenhuma, não aplicável, não informado',
    'sconosciuto, nessuno, nessuna, non applicabile, non pervenuto, nieznany, brak, brak danych, bilinmiyor, yok',
    'неизвестно, нет данных, нет, не указано, 不明, 無し, なし, 未知, 无, 無, 없음, غير معروف, لا يوجد',
  ]
    .join(', ')
    .split(', ')
    .map((words) => foldWords(words, '')),
)

/** Whether cleaned text only stands for "nothing here", in whatever language: a placeholder, `vacant`, `keine Angabe` … */
export const saysNothing = (text: string): boolean =>
  isPlaceholder(text) || (text.length <= LONGEST && WORDS.has(foldWords(text, '')))
