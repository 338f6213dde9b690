import type { Command } from 'commander'
import type { ProgramParts } from './program-parts.ts'

const collect = (value: string, earlier: string[]): string[] => [...earlier, value]

/** `resolve`: links the rows of any files. */
export function addResolveCommand(program: Command, { io, command, examples, exit }: ProgramParts): void {
  command(program, 'resolve <files...>', 'find the rows that are one entity, in files of any columns', false)
    .requiredOption('--out <dir>', 'the folder for the deduplicated file, who is one, pairs, model and report')
    .option(
      '--settings <file>',
      "what to compare: a settings file, Splink's or Hotpass's (default: found out from the columns)",
    )
    .option('--suggest <file>', 'write the settings that were used, numbers included, to go on from')
    .option('--id <column>', "the column with the rows' ids (default: found out, else file:row)")
    .option(
      '--map <file:theirs=ours>',
      'which column of the first file a column of another is (default: found out); repeatable',
      collect,
      [],
    )
    .option('--country <code>', 'where the files are from, ISO 3166-1 (default: found out)')
    .option('--entity <thing>', 'what a row is: organization, person, facility, product or item (default: found out)')
    .option('--base <dir>', 'an earlier --out: entities that are there keep their ids')
    .option(
      '--threshold <p>',
      "the match probability from which two rows are linked (default: the settings', else found out)",
    )
    .option('--truth <file>', 'who is one entity in truth, to measure precision and recall')
    .option('--truth-key <column>', "the truth file's column with the row's id (default: as in the data, else id)")
    .option('--labels <file>', "pairs that people judged, to teach the model: Splink's table of labels")
    .option(
      '--label-column <column>',
      'a column that says which entity some rows are, to teach the model; blank: unknown',
    )
    .option('--sheet <name>', "the workbook's sheet (default: the first)")
    .option(
      '--memory <mb>',
      'memory the query engine may hold before it spills to disk (default: half of the machine’s)',
    )
    .addHelpText(
      'after',
      examples(
        'hotpass resolve people.csv --out linked',
        'hotpass resolve crm.csv suppliers.xlsx --map "suppliers.xlsx:Firm=Company" --out linked',
        'hotpass resolve people.csv --base linked --out linked-again',
        'hotpass resolve people.csv --settings settings.json --truth truth.csv --truth-key id --out linked --json',
      ),
    )
    .action(async (files, options) =>
      exit(await (await import('./resolve-command.ts')).resolveCommand(files, options, io)),
    )
}
