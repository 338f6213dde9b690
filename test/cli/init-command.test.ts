import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { projectEnvironments } from '../../lib/project-environments.ts'
import { readProject } from '../../src/config/index.ts'
import { readDomainFolder } from '../../src/domain/read-domain.ts'
import { temporaryFolder, writeSheets } from '../support/landing.ts'
import { hotpass } from './fake-io.ts'

const folder = temporaryFolder('init')
let made = 0
/** A folder of its own with a file in it. */
function fileOf(name: string, content: string | Uint8Array): { readonly path: string; readonly out: string } {
  const home = join(folder, String(++made))
  mkdirSync(home)
  const path = join(home, name)
  writeFileSync(path, content)
  return { path, out: join(home, 'project') }
}

const MEMBERS = `Member No,First Name,Last Name,E-mail,Mobile
M-1,Ann,Archer,ann.archer@club.co.uk,07911 123423
M-2,Bob,Baker,bob.baker@club.co.uk,07911 123424
M-3,Cas,Cooper,cas.cooper@club.co.uk,07911 123425
`
const init = (path: string, out: string, ...more: string[]) => hotpass(['init', path, '--out', out, ...more])
const taken = ['--yes', '--lawful-basis', 'contract']

describe('hotpass init on files that nothing can be made of', () => {
  test.each([
    ['an empty file', 'empty.csv', '', /empty/i],
    ['labels and no row', 'labels.csv', 'Name,Town\n', /no row below/],
    ['rows and no labels', 'rows.csv', '1,ann@example.org,2024-01-05\n2,bob@example.org,2024-02-01\n', /labels/],
    [
      'bytes of no format',
      'picture.csv',
      new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0, 1, 2, 3]),
      /picture\.csv/,
    ],
    ['a name over nothing', 'book.xlsx', 'not a workbook', /zip|not read|workbook/],
  ])('%s: says so, names the file, and writes nothing', async (_, name, content, says) => {
    const { path, out } = fileOf(name, content)
    const { exit, err } = await init(path, out, ...taken)
    expect(exit).toBeGreaterThan(0)
    expect(err).toMatch(says)
    expect(err).toContain(name)
    expect(existsSync(out)).toBe(false)
  })

  test('a file that is not there, a folder without files, no file at all', async () => {
    expect((await init(join(folder, 'nowhere.csv'), folder)).err).toMatch(/no file .*nowhere\.csv/)
    const { out } = fileOf('x.md', '# no table')
    const bare = join(out, '..')
    expect((await hotpass(['init', '--from', bare, '--out', out])).err).toMatch(/holds no/)
    expect((await hotpass(['init', '--out', out])).exit).toBe(2)
  })
})

describe('hotpass init', () => {
  test('writes a project whose domain holds together, and shows no value of a person', async () => {
    const { path, out } = fileOf('members.csv', MEMBERS)
    const { exit, out: said } = await init(path, out, ...taken)
    expect(exit).toBe(0)
    expect(readdirSync(out).sort()).toEqual([
      ...['.github', '.gitignore', 'README.md', 'domains', 'hotpass.yaml', 'landing', 'package.json'],
    ])
    expect(readProject(out)).toMatchObject({
      landing: join(out, 'landing'),
      pipelines: [{ id: 'members', domainFolder: join(out, 'domains/members') }],
    })
    const { domain } = await readDomainFolder(join(out, 'domains/members'))
    expect(domain).toMatchObject({ id: 'members', country: 'GB', lawfulBasis: 'contract' })
    expect(said).toContain('person_name')
    for (const secret of ['Archer', 'ann.archer', '123423', 'Ann']) expect(said).not.toContain(secret)
  })

  test('does not guess why data about people may be processed: it names what is about them and what may be said', async () => {
    const { path, out } = fileOf('members.csv', MEMBERS)
    const { exit, err } = await init(path, out, '--yes')
    expect(exit).toBe(2)
    for (const part of ['--lawful-basis', 'legitimate_interest', 'person.emails', 'person.name'])
      expect(err).toContain(part)
    expect(existsSync(out)).toBe(false)
    expect((await init(path, out, '--yes', '--lawful-basis', 'contrct')).err).toContain('Did you mean "contract"')
    expect((await init(path, out, '--yes', '--lawful-basis', 'consent')).err).toContain('row by row')
  })

  test('refuses amounts and phones of no known country with --yes, and takes them with the country', async () => {
    for (const text of ['Colour,Rent\nred,"1.342,84 €"\nblue,"450,00 €"\n', 'Colour,Phone\nred,020 7946 0001\n']) {
      const { path, out } = fileOf('untold.csv', text)
      const { exit, err } = await init(path, out, ...taken, '--entity', 'item')
      expect([exit, err]).toEqual([2, expect.stringContaining('--country XX')])
      expect(existsSync(out)).toBe(false)
      expect((await init(path, out, ...taken, '--entity', 'item', '--country', 'IE')).exit).toBe(0)
    }
    const { path, out } = fileOf('colours.csv', 'Colour,Size\nred,L\nblue,M\n')
    expect((await init(path, out, ...taken)).exit).toBe(0)
  })

  test('says with --yes what it took as a guess, and how to say otherwise', async () => {
    const { path, out } = fileOf('parts.csv', 'Colour,Weight\nred,"1,234"\nblue,"5,678"\n')
    const { exit, out: said } = await init(path, out, '--yes', '--country', 'GB')
    expect(exit).toBe(0)
    expect(said).toMatch(/Taken as guesses.*\n(?:.*\n)*.*"Weight"\?\n +--decimal comma +\(guess: point\)/)
    const told = fileOf('parts.csv', 'Colour,Weight\nred,"1,234"\nblue,"5,678"\n')
    expect((await init(told.path, told.out, '--yes', '--country', 'GB', '--decimal', 'comma')).out).not.toContain(
      '--decimal',
    )
  })

  test('where nobody can be asked, says what it would ask and how to say it', async () => {
    const { path, out } = fileOf('members.csv', MEMBERS)
    const { exit, err } = await init(path, out)
    expect(exit).toBe(2)
    expect(err).toContain('--lawful-basis contract|legal_obligation')
    expect(err).toContain('--yes')
    expect(existsSync(out)).toBe(false)
  })

  test('at a terminal asks what it cannot know, one after the other, and takes the answers', async () => {
    const { path, out } = fileOf('parts.csv', 'Colour,Made\nred,03/04/2025\nblue,05/06/2025\n')
    const asked: string[] = []
    const answers: Record<string, string> = { country: 'de', row: 'item', days: 'mdy' }
    const io = {
      ask: async ({ message }: { readonly message: string }) => {
        asked.push(message)
        return Object.entries(answers).find(([word]) => message.includes(word))?.[1] ?? null
      },
    }
    const { exit } = await hotpass(['init', path, '--out', out], io)
    expect(exit).toBe(0)
    expect(asked).toHaveLength(new Set(asked).size)
    const text = readFileSync(join(out, 'domains/parts/domain.yaml'), 'utf8')
    expect(text).toMatch(/^country: DE$/m)
    expect(text).toContain('order: mdy')
  })

  test('a person who stops is not argued with: nothing is written', async () => {
    const { path, out } = fileOf('members.csv', MEMBERS)
    const { exit } = await hotpass(['init', path, '--out', out], { ask: async () => null })
    expect(exit).toBe(5)
    expect(existsSync(out)).toBe(false)
  })

  test.each(['hotpass.yaml', 'domains/members/domain.yaml'])(
    'writes over nothing: with %s there, it names it and leaves all as it was',
    async (name) => {
      const { path, out } = fileOf('members.csv', MEMBERS)
      mkdirSync(dirname(join(out, name)), { recursive: true })
      writeFileSync(join(out, name), 'mine')
      const { exit, err } = await init(path, out, ...taken)
      expect(exit).toBe(2)
      expect(err).toContain(join(out, name))
      expect(readdirSync(out)).toEqual([name.split('/')[0]])
      expect(readFileSync(join(out, name), 'utf8')).toBe('mine')
    },
  )

  test('leaves the manifest and the page of a folder as they are, and says so', async () => {
    const { path, out } = fileOf('members.csv', MEMBERS)
    mkdirSync(out)
    for (const name of ['README.md', 'package.json']) writeFileSync(join(out, name), 'mine')
    const { exit, out: said } = await init(path, out, ...taken)
    expect(exit).toBe(0)
    expect(said).toContain(`Left as it was: ${join(out, 'README.md')}, ${join(out, 'package.json')}`)
    for (const name of ['README.md', 'package.json']) expect(readFileSync(join(out, name), 'utf8')).toBe('mine')
    expect(readProject(out).pipelines).toHaveLength(1)
  })

  test('says where runs find the files: a copy of those from elsewhere, the folder of those that lie in the project', async () => {
    const { path, out } = fileOf('members.csv', MEMBERS)
    const { out: said } = await init(path, out, ...taken)
    expect(said).toContain(`Copied to ${join(out, 'landing')}`)
    expect(readFileSync(join(out, 'landing/members.csv'), 'utf8')).toBe(MEMBERS)
    expect(readFileSync(path, 'utf8')).toBe(MEMBERS)

    const { path: lying } = fileOf('placeholder.csv', '')
    const folder = join(dirname(lying), 'own')
    mkdirSync(join(folder, 'from office'), { recursive: true })
    writeFileSync(join(folder, 'from office/members.csv'), MEMBERS)
    const { out: told } = await init(join(folder, 'from office/members.csv'), folder, ...taken)
    expect(told).toContain('where they lie already')
    expect(readProject(folder).landing).toBe(join(folder, 'from office'))
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toContain('\n/from office/\n')
  })

  test('keeps data out of version control: files beside hotpass.yaml are copied, and ignored where they lie', async () => {
    const { path } = fileOf('members [old].csv', MEMBERS)
    const { exit } = await init(path, dirname(path), ...taken)
    expect(exit).toBe(0)
    expect(readFileSync(join(dirname(path), '.gitignore'), 'utf8')).toContain('\n/members \\[old\\].csv\n')
    expect(existsSync(join(dirname(path), 'landing/members [old].csv'))).toBe(true)
  })

  test('never copies over a file of the same name that holds something else', async () => {
    const { path, out } = fileOf('members.csv', MEMBERS)
    mkdirSync(join(out, 'landing'), { recursive: true })
    writeFileSync(join(out, 'landing/members.csv'), 'older')
    const { exit, err } = await init(path, out, ...taken)
    expect([exit, err]).toEqual([2, expect.stringContaining('another file of that name')])
    expect(readdirSync(out)).toEqual(['landing'])
  })

  test('writes workflows that pin what they use, ask for no secret, and deploy to the environments that there are', async () => {
    const { path, out } = fileOf('members.csv', MEMBERS)
    await init(path, out, ...taken)
    const workflow = (name: string) => readFileSync(join(out, '.github/workflows', name), 'utf8')
    for (const text of [workflow('check.yml'), workflow('deploy.yml')]) {
      for (const line of text.split('\n').filter((one) => one.includes('uses:')))
        expect(line).toMatch(/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
      expect(text).not.toContain('secrets.')
    }
    expect(parse(workflow('check.yml')).jobs.check.steps.at(-1)).toEqual({ run: 'npx hotpass domain check' })
    const { on } = parse(workflow('deploy.yml'))
    expect(Object.keys(on)).toEqual(['workflow_dispatch'])
    const known = projectEnvironments(readProject(out)).map(({ name }) => name)
    expect(on.workflow_dispatch.inputs.environment.options).toEqual(known)
  })

  test.each([
    [200, undefined],
    [620, 670],
  ])('reads a file of %i columns: the setting is written where a run would refuse it', async (columns, setting) => {
    const labels = Array.from({ length: columns }, (_, at) => (at === 0 ? 'Name' : `Measure ${at}`))
    const row = (name: string) => labels.map((_, at) => (at === 0 ? name : at)).join(',')
    const { path, out } = fileOf('wide.csv', [labels.join(','), row('Oak chair'), row('Elm desk')].join('\n'))
    const { exit } = await init(path, out, ...taken, '--country', 'GB', '--entity', 'product')
    if (exit !== 0) return expect(columns).toBeGreaterThan(400)
    const [pipeline] = readProject(out).pipelines
    expect(pipeline?.settings['ingest.max_columns']).toBe(setting)
  })

  test('--dry-run prints every file and writes none; --json is one document with masked samples', async () => {
    const { path, out } = fileOf('members.csv', MEMBERS)
    const dry = await init(path, out, ...taken, '--dry-run')
    expect(dry.out).toContain('id_prefix: per')
    const said = await init(path, out, ...taken, '--dry-run', '--json')
    expect(said.json()).toMatchObject({
      domain: 'members',
      country: 'GB',
      written: false,
      sources: [{ tables: [{ rows: 3 }] }],
    })
    expect(said.out).not.toContain('ann.archer')
    expect(existsSync(out)).toBe(false)
  })

  test('options name tables and columns, and a slip of the hand is told', async () => {
    const { path, out } = fileOf('members.csv', MEMBERS)
    const say = (...more: string[]) => init(path, out, ...taken, '--dry-run', ...more)
    expect((await say('--key', 'members.csv=E-mial')).err).toContain('Did you mean "E-mail"')
    expect((await say('--entity', 'members.csv=persn')).err).toContain('Did you mean "person"')
    expect((await say('--country', 'UK')).err).toContain('Did you mean "GB"')
    expect((await say('--key', 'none')).out).not.toMatch(/^ +key:/m)
    expect((await say('--domain', '../x')).exit).toBe(2)
  })

  test('says which columns it leaves out and why', async () => {
    const { path, out } = fileOf(
      'twice.csv',
      'Name,Phone,Phone,#,Fax\nAcme Ltd,0113 496 0101,0113 496 0102,1,\nOrbit Ltd,0113 496 0103,,2,\n',
    )
    const { out: said } = await init(path, out, ...taken, '--country', 'GB')
    expect(said).toMatch(/Left out: "Phone".*same label/)
    expect(said).toMatch(/Left out: "#".*neither a letter nor a digit/)
    expect(said).toMatch(/Left out: "Fax".*no row has a value/)
    expect(readFileSync(join(out, 'domains/twice/domain.yaml'), 'utf8')).toContain('# left out: "Fax"')
  })

  test('of a folder takes every file, and tells those that cannot be read', async () => {
    const { path, out } = fileOf('members.csv', MEMBERS)
    writeFileSync(join(path, '../broken.xlsx'), 'no workbook')
    const { exit, out: said } = await hotpass(['init', '--from', join(path, '..'), '--out', out, ...taken])
    expect(exit).toBe(0)
    expect(said).toMatch(/Left out: broken\.xlsx/)
  })

  test('file names, labels and sheets with signs of YAML in them are written so that they are read again', async () => {
    const { path, out } = fileOf(
      "it's: [a] #1 {b}.csv",
      `"a: b","- c","#d e","'f'",true\nAcme Ltd,2,3,4,5\nOrbit Ltd,3,4,5,6\n`,
    )
    expect((await init(path, out, ...taken, '--domain', 'true', '--country', 'GB')).exit).toBe(0)
    const { domain } = await readDomainFolder(join(out, 'domains/true'))
    expect(domain.sources[0]?.files).toEqual(["it's: [a] #1 {b}.csv"])
    expect(domain.sources[0]?.tables[0]?.columns.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['a: b', '- c', '#d e', "'f'", 'true']),
    )
  })
})

describe('hotpass add', () => {
  async function project() {
    const { path, out } = fileOf('members.csv', MEMBERS)
    await init(path, out, ...taken)
    return { out, domain: join(out, 'domains/members'), yaml: join(out, 'domains/members/domain.yaml') }
  }
  const GUESTS = 'Full name,Email address,Shoe size\nDan Dyer,dan@guest.co.uk,42\nEve Earl,eve@guest.co.uk,39\n'

  test('maps a second file onto the entities that are there, and keeps what people wrote', async () => {
    const { domain, yaml } = await project()
    writeFileSync(yaml, `# A remark of mine.\n${readFileSync(yaml, 'utf8')}`)
    const { path } = fileOf('guests.csv', GUESTS)
    expect((await hotpass(['add', path, '--domain', domain, '--yes'])).exit).toBe(0)
    const text = readFileSync(yaml, 'utf8')
    expect(text).toContain('# A remark of mine.')
    const { domain: read } = await readDomainFolder(domain)
    expect(read.entities).toHaveLength(1)
    expect(read.sources.map(({ id, trust }) => [id, trust])).toEqual([
      ['members', 10],
      ['guests', 9],
    ])
    expect(read.sources[1]?.tables[0]?.describes[0]?.attributes.map(({ attribute }) => attribute.name)).toEqual([
      'name',
      'emails',
      'shoe_size',
    ])
  })

  test('asks how far the file is trusted, and takes no number that is given away', async () => {
    const { domain, yaml } = await project()
    const before = readFileSync(yaml, 'utf8')
    const { path } = fileOf('guests.csv', GUESTS)
    const open = await hotpass(['add', path, '--domain', domain])
    expect([open.exit, open.err]).toEqual([2, expect.stringContaining('--trust 9')])
    expect((await hotpass(['add', path, '--domain', domain, '--yes', '--trust', '10'])).err).toContain(
      'trusted 10 already',
    )
    expect((await hotpass(['add', path, '--domain', domain, '--yes', '--dry-run'])).out).toContain('guests')
    expect(readFileSync(yaml, 'utf8')).toBe(before)
    expect((await hotpass(['add', path, '--domain', domain, '--yes', '--trust', '50'])).exit).toBe(0)
    expect((await readDomainFolder(domain)).domain.sources[1]?.trust).toBe(50)
  })

  test('refuses a file that a source takes already, and a domain that is not there', async () => {
    const { domain } = await project()
    const { path } = fileOf('members.csv', MEMBERS)
    expect((await hotpass(['add', path, '--domain', domain, '--yes'])).err).toContain('source "members" already')
    expect((await hotpass(['add', path, '--domain', join(folder, 'none'), '--yes'])).exit).toBe(2)
  })

  test('says what does not fit, and leaves the domain as it was', async () => {
    const { domain, yaml } = await project()
    const before = readFileSync(yaml, 'utf8')
    const { path } = fileOf('mails.csv', 'Email\ndan@guest.co.uk\neve@guest.co.uk\n')
    const { exit, err } = await hotpass(['add', path, '--domain', domain, '--yes', '--entity', 'person'])
    expect([exit, err]).toEqual([2, expect.stringContaining('must have "name"')])
    expect(readFileSync(yaml, 'utf8')).toBe(before)
  })
})

test('a workbook of one titled sheet says in which row its labels stand', async () => {
  const { path, out } = fileOf('placeholder.csv', '')
  const book = join(path, '../sites.xlsx')
  writeSheets(book, {
    Sites: [
      ['Sites of the north', null, null],
      ['Site name', 'Latitude', 'Longitude'],
      ['Quay', 51.5, -2.1],
      ['Hill', 51.6, -2.2],
    ],
  })
  const { out: said } = await init(book, out, '--yes', '--country', 'GB')
  expect(said).toContain('Labels in row 2. Above: "Sites of the north"')
  expect(readFileSync(join(out, 'domains/sites/domain.yaml'), 'utf8')).toContain('header_row: 2')
})

test('a sheet that is left out is named with the words that take it in', async () => {
  const { path, out } = fileOf('placeholder.csv', '')
  const book = join(path, '../sites.xlsx')
  writeSheets(book, {
    Sites: [
      ['Site name', 'Latitude', 'Longitude'],
      ['Quay', 51.5, -2.1],
      ['Hill', 51.6, -2.2],
    ],
    Bills: [
      ['Bill', 'Total'],
      ['F-1', 12],
      ['F-2', 15],
    ],
  })
  const { out: said } = await init(book, out, '--yes', '--country', 'GB')
  const [, word = ''] = /"Bills" of .* --entity '(.+)'/.exec(said) ?? []
  const { out: taken } = await init(book, join(out, '../again'), '--yes', '--country', 'GB', '--entity', word)
  expect(word).toBe('sites.xlsx: Bills=item')
  expect(taken).not.toContain('Left out')
})
