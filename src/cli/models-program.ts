import type { Command } from 'commander'
import { ofPipeline } from './common-options.ts'
import type { ProgramParts } from './program-parts.ts'

const NAMES =
  '\nA version is called <dataset>/<number> or <dataset>@<alias>; the dataset may be left out where the store has models of one.\n'

/** `hotpass models …`: the linkage models that runs registered, and which of them a pipeline links by. */
export function addModelsCommands(program: Command, { io, command, examples, exit }: ProgramParts): void {
  const models = program.command('models').description('linkage models: what was trained, and which one is promoted')
  const moving = (made: Command) =>
    ofPipeline(made)
      .option('--alias <name>', 'the alias that is moved', 'champion')
      .requiredOption('--why <reason>', 'the reason, kept with the move')
      .option('--by <name>', 'who decides (default: HOTPASS_STEWARD, else the account)')

  ofPipeline(command(models, 'list', 'list the registered versions, newest first (what "models" alone does)'))
    .argument('[dataset]', 'only the models of this dataset')
    .addHelpText('after', examples('hotpass models list', 'hotpass models list organizations --json'))
    .action(async (dataset, options) =>
      exit(await (await import('./models-list-command.ts')).modelsListCommand(dataset, options, io)),
    )
  ofPipeline(command(models, 'show <version>', 'what a version was trained with and on, and what came of it'))
    .addHelpText(
      'after',
      `${NAMES}${examples('hotpass models show organizations/3', 'hotpass models show organizations@champion')}`,
    )
    .action(async (version, options) =>
      exit(await (await import('./models-show-command.ts')).modelsShowCommand(version, options, io)),
    )
  ofPipeline(
    command(
      models,
      'compare [versions...]',
      'what the challenger would link otherwise; with two versions, their numbers',
    ),
  )
    .option('--run <run>', 'the run whose challenger is meant (default: the newest that scored one)')
    .addHelpText(
      'after',
      `${NAMES}${examples('hotpass models compare', 'hotpass models compare organizations/3 organizations@champion')}`,
    )
    .action(async (versions, options) =>
      exit(await (await import('./models-compare-command.ts')).modelsCompareCommand(versions, options, io)),
    )
  moving(command(models, 'promote <version>', 'point an alias to a version: the champion, by default'))
    .addHelpText(
      'after',
      `${NAMES}${examples(
        "hotpass models promote organizations/3 --why 'two weeks as challenger, no merge lost'",
        "hotpass models promote organizations/4 --alias challenger --why 'retrained on the new register'",
      )}`,
    )
    .action(async (version, options) =>
      exit(await (await import('./models-promote-command.ts')).modelsPromoteCommand(version, options, io)),
    )
  moving(command(models, 'rollback [dataset]', 'point an alias to what it pointed to before its last promotion'))
    .addHelpText('after', examples("hotpass models rollback organizations --why 'merged two schools'"))
    .action(async (dataset, options) =>
      exit(await (await import('./models-promote-command.ts')).modelsRollbackCommand(dataset, options, io)),
    )
}
