import { parse } from 'tldts'
import { z } from 'zod'
import { sameAttribute, sameValue } from './compare/blocks.ts'
import { equal, missing, otherwise, sharesOne } from './compare/levels.ts'
import { defineType } from './define-type.ts'
import { registeredDomain } from './normalise/registered-domain.ts'
import { SHARED_HOSTS } from './normalise/shared-hosts.ts'
import { normaliseWebsite } from './normalise/website.ts'
import { recogniser } from './recognise/recogniser.ts'
import type { TypeContext, Vocabulary } from './semantic-type.ts'
import { foldWords } from './text/fold-text.ts'

const NOWHERE = { country: '' }
const SCHEME = /^https?:\/\/|^www\./i
const SEVERAL = /[\s;,|]+(?=https?:\/\/|www\.)/i
const options = z.strictObject({
  shared_hosts: z
    .string()
    .min(1)
    .optional()
    .describe('The vocabulary of registered domains where anybody may have a page: they say nothing of whose it is.'),
})

const hostOf = (value: string): string => (URL.canParse(value) ? new URL(value).hostname : '')

const isListed = (domain: string, vocabulary: Vocabulary | undefined): boolean =>
  vocabulary?.terms.has(foldWords(domain, '')) ?? false

/** Null where anybody may have a page. */
function domainOf(value: string, { vocabulary }: TypeContext): string | null {
  const domain = registeredDomain(hostOf(value))
  return domain === null || SHARED_HOSTS.has(domain) || isListed(domain, vocabulary) ? null : domain
}

/** A column of names such as `Mr.Smith` has dots too: only what begins like an address, or ends as hosts do, looks like one. */
function looksLikeWebsite(cell: string): boolean {
  const text = cell.trim()
  if (text.includes('@') || normaliseWebsite(text, NOWHERE).value === null) return false
  return SCHEME.test(text) || (!/\s/.test(text) && parse(text).isIcann === true)
}

export const website = defineType<string, z.infer<typeof options>>({
  id: 'website',
  title: 'Website',
  description:
    'One address of the web, as `https` with its host in lower case and without `www.` or fragment; path and query stay. Its host must have a ' +
    'registered domain.',
  example: 'https://bluesky.example/fleet',
  options,
  vocabularyOption: 'shared_hosts',
  recognise: recogniser({
    labels: [
      'website',
      'web site',
      'web',
      'web address',
      'web page',
      'webpage',
      'homepage',
      'home page',
      'url',
      'link',
      'site',
      'site web',
      'site internet',
      'internet',
      'internetadresse',
      'webseite',
      'webadresse',
      'webwerf',
      'webtuiste',
      'webstek',
      'página web',
      'sitio web',
      'sítio',
      'sito',
      'sito web',
      'domain',
      'domain name',
      'dominio',
      'сайт',
      'веб сайт',
      '网站',
    ],
    otherLabels: ['site name', 'site id', 'site code', 'link type', 'web status', 'website status', 'link id'],
    holds: looksLikeWebsite,
    distinctive: 0.95,
  }),
  reader: () => ({
    split: (cell) => cell.split(SEVERAL).flatMap((part) => part.trim() || []),
    normalise: (text) => normaliseWebsite(text, NOWHERE),
  }),
  column: 'string',
  parts: [
    {
      name: 'host',
      description: 'The host, without `www.`.',
      column: 'string',
      identifies: true,
      of: (value) => hostOf(value) || null,
    },
    {
      name: 'domain',
      description: 'The registered domain of its host; none where anybody may have a page.',
      column: 'string',
      identifies: true,
      of: domainOf,
    },
  ],
  compare: ({ value, isList, part }) => {
    const same = isList ? sharesOne : equal
    return [
      missing(value, 'no website'),
      same(value, 'same website', { m: 0.6, u: 1e-5 }),
      same(part('domain'), 'same registered domain', { m: 0.2, u: 5e-5 }),
      otherwise('other websites', { m: 0.2, u: 1 }),
    ]
  },
  block: (columns) => [sameAttribute(columns), sameValue(columns.part('domain'), columns.isList)],
  evidence: { frequency: 'few', exclusive: false, stable: false },
  keep: 'first',
  keeps: ['first', 'most_common', 'distinct'],
  schema: () => z.url({ protocol: /^https$/ }).min(1),
})
