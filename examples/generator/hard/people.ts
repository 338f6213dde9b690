import { type Random, randomOf } from '../random.ts'
import { FIRST_NAMES, STREETS, SURNAMES, TOWNS } from '../vocabulary.ts'
import { NICKNAMED_NAMES, otherForm, secondHand } from './damage.ts'
import type { HardRow } from './hard-row.ts'

const SYLLABLES =
  'ba be bi bo da de di du ga ge ka ke ki ko la le lo ma me mi mo na ne ni no pa pe ra re ri sa se si ta te ti to va ve za ze'.split(
    ' ',
  )
const ENDINGS = ['', '', 'n', 's', 'la', 'ni', 'berg', 'sen', 'wa', 'man']

export const PEOPLE_COLUMNS = ['first_name', 'surname', 'dob', 'phone', 'email', 'street', 'town'] as const

interface Household {
  readonly surname: string
  readonly street: string
  readonly town: string
  readonly phone: string
}

/** A surname: half of them from the list, with the common ones common, half invented. */
function surnameOf(random: Random): string {
  if (random.chance(0.4)) return SURNAMES[Math.floor(random.next() ** 2 * SURNAMES.length)] as string
  const word = Array.from({ length: 2 + random.below(2) }, () => random.pick(SYLLABLES)).join('')
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}${random.pick(ENDINGS)}`
}

const two = (value: number): string => String(value).padStart(2, '0')
const phoneOf = (random: Random): string =>
  `0${random.pick(['60', '61', '71', '72', '82', '83', '84'])}${String(random.below(10_000_000)).padStart(7, '0')}`
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[^a-z]/gi, '')
    .toLowerCase()

/**
 * People as registers hold them: families at one address with one phone, parents and children of one name, phones that pass to
 * strangers, surnames that change, nicknames and other scripts, swapped fields, typing slips, gaps. A household has one to four people,
 * a person one to four rows.
 */
export function* hardPeople(seed: number): Generator<HardRow> {
  let person = 0
  const retired: string[] = []
  for (let at = 0; ; at++) {
    const random = randomOf(seed, 'household', at)
    const home: Household = {
      surname: surnameOf(random),
      street: `${1 + random.below(220)} ${random.pick(STREETS)}`,
      town: random.pick(TOWNS).name,
      phone: phoneOf(random),
    }
    const size = random.pick([1, 1, 1, 1, 2, 2, 3, 4])
    const elder = firstNameOf(random)
    for (let member = 0; member < size; member++) {
      // A child or parent may carry the very same name.
      const first = member > 0 && random.chance(0.12) ? elder : member === 0 ? elder : firstNameOf(random)
      yield* rowsOf(`P${person++}`, first, home, random, retired)
    }
  }
}

const firstNameOf = (random: Random): string =>
  random.chance(0.35) ? random.pick(NICKNAMED_NAMES) : random.pick(FIRST_NAMES)

function* rowsOf(
  entity: string,
  first: string,
  home: Household,
  random: Random,
  retired: string[],
): Generator<HardRow> {
  const dob = `${1940 + random.below(68)}-${two(1 + random.below(12))}-${two(1 + random.below(28))}`
  const draw = random.next()
  const phone = draw < 0.3 ? home.phone : draw < 0.34 && retired.length > 0 ? random.pick(retired) : phoneOf(random)
  const email = `${plain(first)}.${plain(home.surname)}${random.below(100)}@${random.pick(['freemail.example', 'webmail.example', 'post.example'])}`
  const married = random.chance(0.08) ? surnameOf(random) : home.surname
  const moved = random.chance(0.2)
    ? { street: `${1 + random.below(220)} ${random.pick(STREETS)}`, town: random.pick(TOWNS).name }
    : home
  const newPhone = random.chance(0.2) ? phoneOf(random) : phone
  if (newPhone !== phone && retired.length < 5000) retired.push(phone)
  const copies = random.chance(0.6) ? 1 : random.pick([2, 2, 2, 3, 3, 4])
  for (let copy = 0; copy < copies; copy++) {
    const later = copy > 0
    const typo = later ? 0.12 : 0.02
    const surname = later ? married : home.surname
    const names: [string, string] = [later && random.chance(0.2) ? otherForm(first, random) : first, surname]
    if (later && random.chance(0.03)) names.reverse()
    if (later && random.chance(0.05)) names[0] = names[0].slice(0, 1)
    yield {
      entity,
      values: [
        secondHand(names[0], random, { missing: 0.02, typo }),
        secondHand(names[1], random, { missing: 0.02, typo }),
        secondHand(later && random.chance(0.03) ? dayAndMonthSwapped(dob) : dob, random, {
          missing: 0.12,
          typo: later ? 0.06 : 0.01,
        }),
        secondHand(later ? newPhone : phone, random, { missing: 0.18, typo: later ? 0.05 : 0.01 }),
        secondHand(email, random, { missing: 0.3, typo: later ? 0.06 : 0.01 }),
        secondHand(later ? moved.street : home.street, random, { missing: 0.12, typo }),
        secondHand(later ? moved.town : home.town, random, { missing: 0.05, typo: typo / 2 }),
      ].map((value) => (value !== null && random.chance(0.04) ? value.toUpperCase() : value)),
    }
  }
}

const dayAndMonthSwapped = (dob: string): string => {
  const [year, month, day] = dob.split('-') as [string, string, string]
  return Number(day) <= 12 ? `${year}-${day}-${month}` : mistypedDay(dob, month, day)
}
const mistypedDay = (dob: string, month: string, day: string): string =>
  dob.replace(`-${month}-${day}`, `-${month}-${day.split('').reverse().join('')}`)
