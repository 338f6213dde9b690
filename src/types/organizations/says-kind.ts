import { foldWords } from '../text/fold-text.ts'

/** Words for kinds of organizations: names of other things hardly have them. */
const KINDS = new RegExp(
  `\\b(?:${[
    'bank|trust|foundation|association|society|institute|institution|council|services|group|holdings|solutions|systems|industries',
    'enterprises|partners|consulting|cent(?:re|er)|academy|university|school|clinic|hospital|club|union|agency|hotel|church|department',
    'hospice|museum|library|theatre|college|committee|federation|chamber|ministry|company|airlines|airways|aviation|charter|logistics|pharmacy',
    'verein|stiftung|werke|genossenschaft|ecole|hopital|fondation|etablissements|escuela|instituto|fundacion|associacao|fundacao|cooperativa',
    'stichting|vereniging|scuola|ospedale|fondazione|associazione|skool|vereeniging|kerk|bedrijf',
  ].join('|')})s?\\b`,
)

/** Whether a text says what kind of organization it names. */
export const saysKind = (text: string): boolean => KINDS.test(foldWords(text, ' '))
