import { foldWords } from '../text/fold-text.ts'

const wordsOf = (...lines: readonly string[]): ReadonlySet<string> => new Set(lines.flatMap((line) => line.split(' ')))

/** Words for work that no name of a person is made of alone. */
const STRONG = wordsOf(
  'manager managers director directors owner officer secretary president chair chairman chairwoman chairperson founder',
  'administrator accountant coordinator supervisor consultant advisor adviser analyst treasurer trustee receptionist reception',
  'technician attorney bookkeeper controller specialist representative instructor inspector registrar superintendent foreman',
  'geschaftsfuhrer geschaftsfuhrerin leiter leiterin inhaber inhaberin vorstand sekretar sekretarin prokurist prokuristin',
  'mitarbeiter mitarbeiterin buchhalter buchhalterin directeur directrice gerant gerante responsable secretaire comptable',
  'gerente director directora encargado encargada secretario secretaria diretor diretora coordenador coordenadora titolare',
  'responsabile direttore direttrice bestuurder eigenaar bestuurslid secretaris besturende direkteur',
  'ceo cfo coo cto cio cmo cfi md gm vp svp evp hod hr ict',
)
/** Words for work that are names of people too: `Farokh Engineer`, `Edith Head`. */
const WEAK = wordsOf(
  'head chief assistant partner principal teacher engineer clerk sales member buyer nurse doctor lawyer lead agent intern chef',
  'jefe chefe hoof it pilot driver pastor bishop dean warden matron',
)
/** What a title says besides. */
const BESIDE = wordsOf(
  'accountable managing general senior deputy vice acting interim executive operations operating ops financial finance marketing',
  'technical training safety quality resources personnel office admin accounts account regional national area project product',
  'customer client service services support information technology security compliance medical clinical nursing responsible',
  'contact business development maintenance production purchasing procurement logistics warehouse facilities communications',
)
/** Joins the words of a title, and stands in names too. */
const GLUE = wordsOf(
  'of the and for de des du da del y e et und van human person main primary key branch store junior board company flight',
)

const MOST_WORDS = 6
const LONGEST = 80
const ACRONYM = /^\p{Lu}{2,5}$/u
const isWork = (word: string): boolean => STRONG.has(word) || WEAK.has(word)

/** Whether a text says what somebody does. In a few words: `Facility owner - government` says whose something is. */
export const saysWork = (text: string): boolean => {
  if (text.length > LONGEST || /\s[-–]\s/.test(text)) return false
  const words = foldWords(text, ' ').split(' ')
  return words.length <= MOST_WORDS && words.some(isWork)
}

/** Whether a text is a role and no name: `Accountable Manager`, `Head of Training`; `Farokh Engineer` and `Head` are names. */
export function isRoleAlone(text: string): boolean {
  if (text.length > LONGEST) return false
  const words = foldWords(text, ' ').split(' ')
  if (words.length > MOST_WORDS || !words.every((word) => isWork(word) || BESIDE.has(word) || GLUE.has(word)))
    return false
  if (words.some((word) => STRONG.has(word))) return true
  return words.some(isWork) && words.filter((word) => isWork(word) || BESIDE.has(word)).length > 1
}

/** Whether what stands apart beside a name is a role: words for work, or letters that are short for some. */
export const isRoleBesideName = (text: string): boolean => saysWork(text) || ACRONYM.test(text)
