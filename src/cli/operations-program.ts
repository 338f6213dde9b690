import { type Command, Option } from 'commander'
import { ofPipeline } from './common-options.ts'
import type { ProgramParts } from './program-parts.ts'

/** The commands with which runs and environments are operated: what is under way, stopping, repeating, schedules, deployment. */
export function addOperations(program: Command, { io, command, examples, exit }: ProgramParts): void {
  command(program, 'deploy', 'show what would change in an environment, ask, and deploy it', false)
    .option('--env <name>', "an environment of the project's hotpass.yaml")
    .option('--yes', 'do not ask', false)
    .addHelpText('after', examples('hotpass deploy --env dev', 'hotpass deploy --env prod --yes'))
    .action(async (options) => exit(await (await import('./deploy-command.ts')).deployCommand(options, io)))

  command(
    program,
    'doctor',
    'whether this machine and project are fit to run; with --env how an environment fares (last runs, alarms)',
    false,
  )
    .option('--env <name>', 'the environment to look at (default: this machine)')
    .addHelpText(
      'after',
      `\nExit codes: 0 everything passes, 1 there are warnings, 2 something fails.\n${examples('hotpass doctor', 'hotpass doctor --env dev')}`,
    )
    .action(async (options) => exit(await (await import('./doctor-command.ts')).doctorCommand(options, io)))

  command(program, 'plan [pipeline]', 'what a run would use and cost on AWS, before it starts')
    .option('--landing <dir>', "the files of this folder (default: the project's, else <store>/landing)")
    .option('--domain <name>', "another domain than the pipeline's: an id, or a folder")
    .addOption(new Option('--profile <name>', 'the same, as it was called before').hideHelp())
    .option(
      '--set <key=value>',
      'override a setting; repeatable',
      (value: string, all: string[]) => [...all, value],
      [],
    )
    .option('--region <name>', 'whose list prices (default: AWS_REGION with --env, else eu-west-1)')
    .addHelpText(
      'after',
      examples('hotpass plan refinement --landing ./incoming', 'hotpass plan refinement --env prod --json'),
    )
    .action(async (pipeline, options) =>
      exit(await (await import('./plan-command.ts')).planCommand(pipeline, options, io)),
    )

  ofPipeline(command(program, 'status [run]', 'what is under way and what became of the last runs, or of one'))
    .option('--follow', 'with --env: watch the run to its end', false)
    .addHelpText(
      'after',
      examples(
        'hotpass status',
        'hotpass status --env prod',
        'hotpass status refinement-20260131T060000Z-0a1b2c --env prod --follow',
      ),
    )
    .action(async (run, options) => exit(await (await import('./status-command.ts')).statusCommand(run, options, io)))

  command(program, 'retry <run>', 'repeat a run with what it had pinned; finished work is not done again')
    .option('--wait', 'with --env: watch the new run to its end', false)
    .addHelpText('after', examples('hotpass retry refinement-20260131T060000Z-0a1b2c --env prod --wait'))
    .action(async (run, options) => exit(await (await import('./retry-command.ts')).retryCommand(run, options, io)))

  command(program, 'cancel <run>', 'stop a run that is under way')
    .addHelpText('after', examples('hotpass cancel refinement-20260131T060000Z-0a1b2c --env prod'))
    .action(async (run, options) => exit(await (await import('./cancel-command.ts')).cancelCommand(run, options, io)))

  command(program, 'logs <run>', 'what the functions of an environment logged during a run')
    .option('--stage <state>', 'only this state, for example Ingest')
    .addHelpText('after', examples('hotpass logs refinement-20260131T060000Z-0a1b2c --env prod --stage Ingest'))
    .action(async (run, options) => exit(await (await import('./logs-command.ts')).logsCommand(run, options, io)))

  command(program, 'schedules', 'what starts by itself in an environment, and when')
    .addHelpText('after', examples('hotpass schedules --env prod'))
    .action(async (options) => exit(await (await import('./schedules-command.ts')).schedulesCommand(options, io)))

  const store = program.command('store').description('the store itself')
  command(store, 'upgrade', 'move a store of an earlier layout to that of today, after saying what that does')
    .option('--dry-run', 'say what would be done, and change nothing', false)
    .option('--yes', 'do not ask', false)
    .addHelpText(
      'after',
      examples('hotpass store upgrade --dry-run', 'hotpass store upgrade', 'hotpass store upgrade --env prod --yes'),
    )
    .action(async (options) =>
      exit(await (await import('./store-upgrade-command.ts')).storeUpgradeCommand(options, io)),
    )

  const repair = program.command('repair').description('bring back into line what follows the releases')
  command(repair, 'glue', 'point the Glue tables of an environment at what is released now')
    .addHelpText('after', examples('hotpass repair glue --env prod'))
    .action(async (options) => exit(await (await import('./repair-command.ts')).repairGlueCommand(options, io)))
}
