import type { Command } from 'commander'
import { ofPipeline } from './common-options.ts'
import type { ProgramParts } from './program-parts.ts'

/** `hotpass lineage …`: where published data came from, and who is told of it. */
export function addLineageCommands(program: Command, { io, command, examples, exit }: ProgramParts): void {
  const lineage = program.command('lineage').description('where published data came from, and who is told of it')

  ofPipeline(command(lineage, 'show <dataset>', 'what a dataset, or <dataset>.<column>, is made of'))
    .option('--version <n>', 'of this version (default: the latest released)')
    .option('--mermaid', 'print a Mermaid flowchart')
    .option('--all', 'also columns that only decide which value there is, and which rows')
    .addHelpText(
      'after',
      examples(
        'hotpass lineage show organizations',
        'hotpass lineage show organizations.website',
        'hotpass lineage show contacts.emails --version 3 --mermaid',
      ),
    )
    .action(async (what, options) =>
      exit(await (await import('./lineage-show-command.ts')).lineageShowCommand(what, options, io)),
    )

  command(lineage, 'resend [run]', 'deliver the events that a back end does not have yet')
    .addHelpText(
      'after',
      `${examples('hotpass lineage resend', 'hotpass lineage resend refinement-20260131T060000Z-0a1b2c')}\nThe back end is the one that runs use: OPENLINEAGE_URL, OPENLINEAGE__TRANSPORT__… or openlineage.yml.\n`,
    )
    .action(async (run, options) =>
      exit(await (await import('./lineage-resend-command.ts')).lineageResendCommand(run, options, io)),
    )

  command(
    lineage,
    'smoke',
    'run a small pipeline against an OpenLineage back end and read back what it made of it',
    false,
  )
    .requiredOption('--url <url>', "the back end's address, as in http://127.0.0.1:5000")
    .option('--out <dir>', 'where to write lineage-smoke.json and lineage-smoke.md', '.')
    .addHelpText(
      'after',
      `${examples('hotpass lineage smoke --url http://127.0.0.1:5000 --out evidence')}\nReading back uses Marquez' API. A key for it: OPENLINEAGE_API_KEY.\n`,
    )
    .action(async (options) =>
      exit(await (await import('./lineage-smoke-command.ts')).lineageSmokeCommand(options, io)),
    )
}
