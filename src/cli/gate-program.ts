import type { Command } from 'commander'
import { ofPipeline } from './common-options.ts'
import type { ProgramParts } from './program-parts.ts'

/** `hotpass gate …` and `hotpass suites …`: what may be published, why not, and letting it through all the same. */
export function addGateCommands(program: Command, { io, command, examples, exit }: ProgramParts): void {
  const gate = program.command('gate').description('what the quality gate said, and letting a blocked run through')
  ofPipeline(
    command(gate, 'show <run>', 'what the gate said of a run, dataset by dataset, and why; <run> may be latest'),
  )
    .option('--all', 'expectations that passed too', false)
    .addHelpText('after', examples('hotpass gate show refinement-20260131T060000Z-0a1b2c'))
    .action(async (run, options) =>
      exit(await (await import('./gate-show-command.ts')).gateShowCommand(run, options, io)),
    )
  ofPipeline(
    command(
      gate,
      'release <run>',
      'let a blocked run through: record who, when and why, then publish exactly what was blocked',
    ),
  )
    .requiredOption('--why <reason>', 'the reason, kept with the version')
    .option('--by <name>', 'who decides (default: HOTPASS_STEWARD, else the account)')
    .option('--record-only', 'record the decision and publish nothing yet', false)
    .option('--wait', 'with --env: watch the new run to its end', false)
    .addHelpText(
      'after',
      examples(
        'hotpass gate release refinement-20260131T060000Z-0a1b2c --why "the register did shrink: 40 schools closed"',
      ),
    )
    .action(async (run, options) =>
      exit(await (await import('./gate-release-command.ts')).gateReleaseCommand(run, options, io)),
    )

  const suites = program.command('suites').description('suites of expectations')
  command(suites, 'check [pipeline]', "prove that a pipeline's suites can be asked of their datasets", false)
    .addHelpText('after', examples('hotpass suites check', 'hotpass suites check refinement --json'))
    .action(async (pipeline, options) =>
      exit(await (await import('./suites-command.ts')).suitesCheckCommand(pipeline, options, io)),
    )
  command(suites, 'import <file>', 'write a suite from one of Great Expectations (JSON)', false)
    .option('--dataset <contract>', "the dataset it is about (default: the suite's name)")
    .option('--out <file>', 'the suite to write (default: print it)')
    .addHelpText(
      'after',
      examples(
        'hotpass suites import gx/expectations/people.json --dataset contacts --out domains/aviation/suites/contacts.yaml',
      ),
    )
    .action(async (file, options) =>
      exit(await (await import('./suites-command.ts')).suitesImportCommand(file, options, io)),
    )
}
