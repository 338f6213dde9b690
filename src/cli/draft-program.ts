import { type Command, Option } from 'commander'
import type { ProgramParts } from './program-parts.ts'

const collect = (value: string, earlier: string[]): string[] => [...earlier, value]

/** `init` and `add`: a domain from files of any columns. */
export function addDraftCommands(program: Command, { io, command, examples, exit }: ProgramParts): void {
  const answered = (made: Command): Command =>
    made
      .option('--country <code>', 'where the files are from, ISO 3166-1 (default: guessed)')
      .addOption(
        new Option('--date-order <order>', 'how days like 03/04/2025 are written, where no day tells').choices([
          'dmy',
          'mdy',
          'ymd',
        ]),
      )
      .addOption(
        new Option('--decimal <sign>', 'the sign before decimals, where no number tells').choices(['comma', 'point']),
      )
      .option('--entity <table=thing>', 'what a row of a table is about; repeatable', collect, [])
      .option('--key <table=column>', 'which column tells the rows of a table apart, or none; repeatable', collect, [])
      .option('--yes', 'take every guess instead of asking, and say which', false)
      .option('--dry-run', 'print what would be written, and write nothing', false)

  answered(
    command(
      program,
      'init',
      'write a project from files of any columns: what they hold is guessed, doubts are asked',
      false,
    )
      .argument('[files...]', '.csv, .xlsx, .jsonl or .parquet')
      .option('--from <folder>', 'all files of this folder')
      .option('--domain <id>', "the domain's id (default: the first file's name)")
      .option('--out <folder>', 'where the project is written', '.')
      .option('--lawful-basis <basis>', 'why data about people may be processed; never guessed'),
  )
    .addHelpText(
      'after',
      `\nThings: organization, person, facility, product, item; nothing leaves a sheet out. A table is called by its file, a sheet\n"file.xlsx: sheet". Nothing is written over.\n${examples(
        'hotpass init customers.csv',
        'hotpass init --from incoming --domain crm --out crm --yes --lawful-basis contract',
        'hotpass init sites.xlsx --dry-run --country GB --key "sites.xlsx: Sites=Site No"',
      )}`,
    )
    .action(async (files, options) => exit(await (await import('./init-command.ts')).initCommand(files, options, io)))

  answered(
    command(
      program,
      'add <files...>',
      'add files to a domain: their columns are mapped onto the entities that are there',
      false,
    )
      .option('--domain <folder>', 'the folder of the domain, or its id in domains/ (default: the only one there)')
      .option('--lawful-basis <basis>', 'why data about people may be processed, where the domain does not say')
      .option('--trust <n>', 'how far the files are believed beside the sources that are there; higher wins'),
  )
    .addHelpText(
      'after',
      examples('hotpass add suppliers.xlsx', 'hotpass add register.csv --domain domains/customers --trust 50 --yes'),
    )
    .action(async (files, options) => exit(await (await import('./add-command.ts')).addCommand(files, options, io)))
}
