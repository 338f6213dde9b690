import type { Command } from 'commander'
import { ofPipeline } from './common-options.ts'
import type { ProgramParts } from './program-parts.ts'

const collect = (value: string, earlier: string[]): string[] => [...earlier, value]

/** `hotpass quarantine …`: the rows that were held back; `hotpass set-aside`: the values. */
export function addQuarantineCommands(program: Command, { io, command, examples, exit }: ProgramParts): void {
  const quarantine = program.command('quarantine').description('rows that were held back: look, correct, re-admit')
  ofPipeline(
    command(
      quarantine,
      'list',
      'how many rows each run held back, or the rows of one run (what "quarantine" alone does)',
    ),
  )
    .argument('[run]', 'a run id, or latest')
    .action(async (run, options) =>
      exit(await (await import('./quarantine-command.ts')).quarantineListCommand(run, options, io)),
    )
  ofPipeline(
    command(
      quarantine,
      'export <run>',
      'write the whole rows, unmasked, to a workbook to correct; <run> may be latest',
    ),
  )
    .requiredOption('--out <file>', 'the workbook to write, .xlsx')
    .addHelpText('after', examples('hotpass quarantine export latest --out rejected.xlsx'))
    .action(async (run, options) =>
      exit(await (await import('./quarantine-command.ts')).quarantineExportCommand(run, options, io)),
    )
  ofPipeline(command(quarantine, 'readmit <run> <file>', 'record the corrections of such a workbook for the next run'))
    .requiredOption('--why <sentence>', 'why the rows are right now; kept with the version')
    .option('--by <name>', 'who decides (default: HOTPASS_STEWARD, else the account)')
    .addHelpText(
      'after',
      examples('hotpass quarantine readmit latest rejected.xlsx --why "names from the 2025 register"'),
    )
    .action(async (run, file, options) =>
      exit(await (await import('./quarantine-command.ts')).quarantineReadmitCommand(run, file, options, io)),
    )
  ofPipeline(
    command(quarantine, 'fix <run> <row>', 'record the correction of one row, by its id in "quarantine list <run>"'),
  )
    .requiredOption('--set <column=value>', 'a cell and its right value; repeatable', collect, [])
    .requiredOption('--why <sentence>', 'why the row is right now; kept with the version')
    .option('--by <name>', 'who decides (default: HOTPASS_STEWARD, else the account)')
    .addHelpText(
      'after',
      examples(
        'hotpass quarantine fix latest q_0f1e2d3c4b5a69788796a5b4 --set "Organisation Name=Blue Sky" --why "asked them"',
      ),
    )
    .action(async (run, row, options) =>
      exit(await (await import('./quarantine-command.ts')).quarantineFixCommand(run, row, options, io)),
    )

  ofPipeline(command(program, 'set-aside', 'the values that a run could not use: by field, or each with its place'))
    .argument('[run]', 'a run id, or latest (the default)')
    .option('--out <file>', 'write each of them, masked, with its file, sheet and row: a .csv or .xlsx file')
    .addHelpText(
      'after',
      examples('hotpass set-aside', 'hotpass set-aside latest --out set-aside.xlsx', 'hotpass set-aside --json'),
    )
    .action(async (run, options) =>
      exit(await (await import('./set-aside-command.ts')).setAsideCommand(run, options, io)),
    )
}
