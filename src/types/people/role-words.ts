import { foldWords } from '../text/fold-text.ts'

const wordsOf = (...lines: readonly string[]): ReadonlySet<string> =>
  new Set(lines.flatMap((line) => foldWords(line, ' ').split(' ')))

/** Words for work that no name of a person is made of alone. */
const STRONG = wordsOf(
  'manager managers director directors owner owners officer officers founders trustees secretary president chair chairman chairwoman chairperson founder',
  'administrator accountant coordinator supervisor consultant advisor adviser analyst treasurer trustee receptionist reception',
  'technician attorney bookkeeper controller specialist representative instructor inspector registrar superintendent foreman',
  'geschaftsfuhrer geschaftsfuhrerin leiter leiterin inhaber inhaberin vorstand sekretar sekretarin prokurist prokuristin',
  'mitarbeiter mitarbeiterin buchhalter buchhalterin directeur directrice gerant gerante responsable secretaire comptable',
  'gerente director directora encargado encargada secretario secretaria diretor diretora coordenador coordenadora titolare',
  'responsabile direttore direttrice bestuurder eigenaar bestuurslid secretaris besturende direkteur',
  'geschäftsleitung geschäftsleiter abteilungsleiter ansprechpartner ansprechpartnerin präsident präsidentin vorsitzender vorsitzende',
  'propriétaire gérante présidente propietario propietaria dueño dueña administrador administradora jefa coordinador coordinadora',
  'sócio sócia proprietário proprietária gestor gestora administradora amministratore amministratrice segretario segretaria contabile',
  'eienaar voorsitter voorzitter tesourier penningmeester rekenmeester sekretaris sekretaresse eigenaresse',
  'prezes dyrektor dyrektorka kierownik kierowniczka właściciel właścicielka księgowa księgowy müdür müdürü sahibi muhasebeci yönetici',
  'ředitel ředitelka jednatel vezető igazgató директор менеджер владелец руководитель бухгалтер секретарь начальник',
  'مدير المدير مديرة المديرة رئيس المالك 经理 总经理 董事 董事长 校长 主任 老板 社長 部長 課長 店長 대표 이사 부장 과장',
  'ceo cfo coo cto cio cmo cfi md gm vp svp evp hod hr ict',
)
/** Words for work that are names of people too: `Farokh Engineer`, `Edith Head`. */
const WEAK = wordsOf(
  'head chief assistant partner principal teacher engineer clerk sales member buyer nurse doctor lawyer lead agent intern chef',
  'jefe chefe hoof it pilot driver pastor bishop dean warden matron contador presidente capo',
)
/** What a title says besides. */
const BESIDE = wordsOf(
  'accountable managing general senior deputy vice acting interim executive operations operating ops financial finance marketing',
  'technical training safety quality resources personnel office admin accounts account regional national area project product',
  'customer client service services support information technology security compliance medical clinical nursing responsible',
  'contact business development maintenance production purchasing procurement logistics warehouse facilities communications',
  'genel satış delegato delegado delegada geral generale général ventas vendas vendite verkauf einkauf compras comercial commercial commerciale',
  'technique técnico tecnico handlowy finansowy administrativo administratif amministrativo finanzas financeiro produksie verkope',
)
/** Says of a name that somebody is young, old or for a time, and no more. */
const DEGREES_OF = wordsOf('senior deputy vice acting interim general service project area product personal')
/** Where a phone rings, whoever answers it: names of nobody. */
const DESKS = wordsOf(
  'office department dept desk team helpdesk switchboard enquiries inquiries bookings reservations info admin accounts',
  'empfang büro sekretariat zentrale buchhaltung verwaltung kantoor ontvangs receptie administratie accueil secrétariat comptabilité',
  'administration recepción administración oficina recepção escritório segreteria portineria ufficio amministrazione recepcja biuro',
  'sekreterlik ofis приёмная 办公室 前台 总机 受付 الاستقبال الإدارة',
)
/** Joins the words of a title, and stands in names too. */
const GLUE = wordsOf(
  'of the and for de des du da del y e et und van human person main primary key branch store junior board company flight front',
)

const MOST_WORDS = 6
const LONGEST = 80
const ACRONYM = /^\p{Lu}{2,5}$/u
const isOfTitle = (word: string): boolean => isWork(word) || BESIDE.has(word) || GLUE.has(word) || DESKS.has(word)
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
  if (words.length > MOST_WORDS || !words.every(isOfTitle)) return false
  if (words.some((word) => STRONG.has(word) || DESKS.has(word))) return true
  return words.some(isWork) && words.filter((word) => isWork(word) || BESIDE.has(word)).length > 1
}

/** Whether a text is a part of a firm, which beside a name says where somebody works: `Finance`, `Customer Service`. */
function saysField(text: string): boolean {
  const words = foldWords(text, ' ').split(' ')
  return (
    words.length <= MOST_WORDS &&
    words.every(isOfTitle) &&
    words.some((word) => BESIDE.has(word) && !DEGREES_OF.has(word))
  )
}

/** Whether a text names a place where a phone rings. */
export const isDesk = (text: string): boolean =>
  foldWords(text, ' ')
    .split(' ')
    .some((word) => DESKS.has(word))

/** Whether what stands apart beside a name is a role: words for work, a part of a firm, or letters that are short for some. */
export const isRoleBesideName = (text: string): boolean => saysWork(text) || saysField(text) || ACRONYM.test(text)

/** Whether a text is a role by a word that nobody is called, which needs no sign between it and a name: `Director`, `Accountable Manager`. */
export const isPlainRole = (text: string): boolean =>
  isRoleAlone(text) &&
  foldWords(text, ' ')
    .split(' ')
    .some((word) => STRONG.has(word))
