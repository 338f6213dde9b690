import { type Command, Option } from 'commander'
import { ofPipeline } from './common-options.ts'
import type { ProgramParts } from './program-parts.ts'

const FORMATS = ['xlsx', 'csv', 'jsonl', 'label-studio']

/** `hotpass review …`: the pairs that wait for a person, and what was decided. */
export function addReviewCommands(program: Command, { io, command, examples, exit }: ProgramParts): void {
  ofPipeline(command(program, 'explain <id>', 'why the records of an entity are one: an entity id, or a record of it'))
    .addHelpText('after', examples('hotpass explain org_abcdefghij234567abcd', 'hotpass explain reachout:12 --json'))
    .action(async (id, options) => exit(await (await import('./explain-command.ts')).explainCommand(id, options, io)))

  const review = program.command('review').description('pairs of records that wait for a decision, and the decisions')
  const queued = (made: Command) =>
    ofPipeline(made)
      .option('--run <run>', 'the run whose queue is meant (default: the newest that left one)')
      .option('--entity <id>', 'only pairs of this entity of the domain')
      .option('--show-personal', 'show personal values in full', false)
  const deciding = (made: Command) =>
    made
      .requiredOption('--why <reason>', 'the reason, kept with the decision')
      .option('--by <name>', 'who decides (default: HOTPASS_STEWARD, else the account)')

  queued(command(review, 'list', 'list the open pairs, likeliest first (what "review" alone does)'))
    .option('--all', 'decided pairs too', false)
    .option('--limit <n>', 'how many to show', '50')
    .action(async (options) => exit(await (await import('./review-show-command.ts')).reviewListCommand(options, io)))
  queued(command(review, 'show <pair>', 'both records of a pair, and what each comparison adds'))
    .addHelpText('after', examples('hotpass review show pair_abcdefghij234567abcd --show-personal'))
    .action(async (pair, options) =>
      exit(await (await import('./review-show-command.ts')).reviewShowCommand(pair, options, io)),
    )
  queued(command(review, 'next', 'ask about the pairs whose answers teach the model most, one after the other'))
    .option('--count <n>', 'how many pairs to ask about', '20')
    .option('--why <reason>', 'the reason, kept with each decision', 'looked at side by side')
    .option('--by <name>', 'who decides (default: HOTPASS_STEWARD, else the account)')
    .addHelpText(
      'after',
      `\nKeys: a accepts (they are one), r rejects, s skips, u undoes, q ends. What was answered is kept at once.\n${examples(
        'hotpass review next --count 50',
        'hotpass review next --json',
      )}`,
    )
    .action(async (options) => exit(await (await import('./review-next-command.ts')).reviewNextCommand(options, io)))
  for (const [name, verdict, description] of [
    ['accept', 'same', 'decide that the records of each pair are one'],
    ['reject', 'different', 'decide that the records of each pair are not one'],
  ] as const)
    deciding(queued(command(review, `${name} <pair...>`, description)))
      .option('--replace', 'take the place of an earlier decision about the same pair', false)
      .addHelpText(
        'after',
        `\nA pair is an id of the queue, or any two records: reachout:12~contact:7.\n${examples(
          `hotpass review ${name} pair_abcdefghij234567abcd --why 'asked them by phone'`,
        )}`,
      )
      .action(async (pairs, options) =>
        exit(await (await import('./review-decide-command.ts')).reviewDecideCommand(verdict, pairs, options, io)),
      )
  deciding(ofPipeline(command(review, 'withdraw <decision...>', 'put decisions out of force'))).action(
    async (ids, options) =>
      exit(await (await import('./review-decide-command.ts')).reviewWithdrawCommand(ids, options, io)),
  )
  ofPipeline(command(review, 'decisions', 'list what was decided, by whom and why')).action(async (options) =>
    exit(await (await import('./review-decisions-command.ts')).reviewDecisionsCommand(options, io)),
  )
  const format = () =>
    new Option('--as <format>', "the format (default: what the file's name ends with)").choices(FORMATS)
  queued(command(review, 'export', 'write the open pairs to a file to decide in'))
    .requiredOption('--out <file>', 'the file to write: .xlsx, .csv, .jsonl or .json (Label Studio tasks)')
    .addOption(format())
    .option('--all', 'decided pairs too', false)
    .addHelpText('after', examples('hotpass review export --out queue.xlsx', 'hotpass review export --out tasks.json'))
    .action(async (options) => exit(await (await import('./review-files-command.ts')).reviewExportCommand(options, io)))
  queued(command(review, 'import <file>', 'take the decisions of a filled-in file: all of them or none'))
    .addOption(format())
    .option('--why <reason>', 'the reason where the file gives none')
    .option('--by <name>', 'who decides, where the file does not say')
    .option('--replace', 'take the place of earlier decisions about the same pairs', false)
    .addHelpText('after', examples("hotpass review import queue.xlsx --why 'spring review'"))
    .action(async (file, options) =>
      exit(await (await import('./review-files-command.ts')).reviewImportCommand(file, options, io)),
    )
}
