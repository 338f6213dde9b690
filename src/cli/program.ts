import { Command, Option } from 'commander'
import type { CliIo } from './cli-io.ts'
import { DEFAULT_STORE, ofPipeline } from './common-options.ts'
import { addDomainCommands } from './domain-program.ts'
import { addDraftCommands } from './draft-program.ts'
import { examples } from './examples.ts'
import { addGateCommands } from './gate-program.ts'
import { addLineageCommands } from './lineage-program.ts'
import { addModelsCommands } from './models-program.ts'
import { addOperations } from './operations-program.ts'
import { plainLines } from './plain-text.ts'
import { addQuarantineCommands } from './quarantine-program.ts'
import { addResolveCommand } from './resolve-program.ts'
import { addReviewCommands } from './review-program.ts'

const collect = (value: string, earlier: string[]): string[] => [...earlier, value]

/**
 * The command line's shape: names, options and help. Each action imports its own file, so help costs none of them.
 * @param exit told the exit code of the command that ran
 */
export function buildProgram(io: CliIo, exit: (code: number) => void): Command {
  const program = new Command('hotpass')
    .description('Messy spreadsheets in, governed and versioned datasets out.')
    .version('0.1.0', '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out(text),
      writeErr: (text) => io.err(text),
      outputError: (text, write) => write(plainLines(text.replace(/^error:/, 'hotpass:'))),
    })
    .showHelpAfterError('Run "hotpass --help" or "hotpass <command> --help" to see what there is.')
    .addHelpText(
      'after',
      `${examples(
        'hotpass init customers.csv',
        'hotpass run refinement --landing ./incoming',
        'hotpass versions organizations',
        'hotpass pull organizations --as xlsx --out organizations.xlsx',
      )}\nExit codes: 0 done, 1 failed, 2 usage or configuration, 3 blocked by the quality gate, 4 another run is under way, 5 cancelled, 6 timed out.\n`,
    )

  const command = (parent: Command, usage: string, description: string, store = true): Command => {
    const made = parent.command(usage, { isDefault: usage === 'list' }).description(description)
    if (store)
      made
        .option('--store <dir>', 'the store: a folder, or s3://bucket/prefix', DEFAULT_STORE)
        .option('--env <name>', 'the store of this deployed environment instead')
        .hook('preAction', async (_, acting) => (await import('./use-environment.ts')).useEnvironment(acting))
    return made.option('--json', 'print one JSON document on stdout and nothing else there', false)
  }

  const parts = { io, command, examples, exit }
  addDraftCommands(program, parts)

  command(program, 'run [pipeline]', 'refine what has landed and publish a version')
    .option('--landing <dir>', "take the files of this folder (default: the project's, else <store>/landing)")
    .option('--domain <name>', "another domain than the pipeline's: an id, or a folder")
    .addOption(new Option('--profile <name>', 'the same, as it was called before').hideHelp())
    .option('--as-of <time>', 'the time the run stands for, a date or ISO 8601 (default: now)')
    .option('--set <key=value>', 'override a setting for this run; repeatable', collect, [])
    .addOption(
      new Option('--when-busy <what>', 'what to do while another run of the pipeline is under way')
        .choices(['leave', 'wait'])
        .default('leave'),
    )
    .option('--wait', 'with --env: watch the run to its end (a run on this machine always is)', false)
    .addHelpText(
      'after',
      examples(
        'hotpass run refinement',
        'hotpass run refinement --landing ./incoming --as-of 2026-01-31',
        'hotpass run refinement --set gate.min_rows.organizations=100 --json',
        'hotpass run refinement --env staging --wait',
      ),
    )
    .action(async (pipeline, options) =>
      exit(await (await import('./run-command.ts')).runCommand(pipeline, options, io)),
    )

  addOperations(program, parts)

  ofPipeline(command(program, 'versions [dataset]', 'list the versions of a dataset, or the newest of each'))
    .addHelpText(
      'after',
      examples('hotpass versions', 'hotpass versions organizations', 'hotpass versions refinement/contacts --json'),
    )
    .action(async (dataset, options) =>
      exit(await (await import('./versions-command.ts')).versionsCommand(dataset, options, io)),
    )

  ofPipeline(command(program, 'verify <dataset>', 'recompute everything a version claims of itself'))
    .option('--version <n>', 'the version (default: the latest released)')
    .addHelpText('after', examples('hotpass verify organizations', 'hotpass verify organizations --version 3'))
    .action(async (dataset, options) =>
      exit(await (await import('./verify-command.ts')).verifyCommand(dataset, options, io)),
    )

  ofPipeline(command(program, 'pull <dataset>', 'write a version as a file'))
    .addOption(new Option('--version <n>', "the dataset's version number").conflicts('channel'))
    .option('--channel <name>', 'the version of the release a channel points to (default: latest)')
    .addOption(
      new Option('--as <format>', 'the format (default: what --out ends with, else csv)').choices([
        'parquet',
        'csv',
        'jsonl',
        'xlsx',
      ]),
    )
    .option('--out <file>', 'the file to write, - for stdout (default: <dataset>-v<n>.<format>)')
    .addHelpText(
      'after',
      examples(
        'hotpass pull organizations --as csv',
        'hotpass pull contacts --version 3 --as xlsx --out contacts.xlsx',
        'hotpass pull organizations --channel stable --as parquet',
        'hotpass pull refinement/organizations --as csv --out - | head',
      ),
    )
    .action(async (dataset, options) =>
      exit(await (await import('./pull-command.ts')).pullCommand(dataset, options, io)),
    )

  ofPipeline(command(program, 'diff <dataset> [from] [to]', 'what differs between two published versions of a dataset'))
    .addOption(
      new Option('--as <format>', 'the format of the file (default: what --out ends with)').choices([
        'parquet',
        'csv',
        'jsonl',
        'xlsx',
      ]),
    )
    .option('--out <file>', 'write every difference, unmasked, a line a field: a file, or - for stdout')
    .addHelpText(
      'after',
      `\nA version is a number, a semantic version, a run that published, or a channel; without any the last two, with one that and the last.\n${examples(
        'hotpass diff organizations',
        'hotpass diff organizations 1 3',
        'hotpass diff refinement/contacts 1.0.0 latest --out contacts-diff.xlsx',
      )}`,
    )
    .action(async (dataset, from, to, options) =>
      exit(await (await import('./diff-command.ts')).diffCommand(dataset, from, to, options, io)),
    )

  ofPipeline(
    command(
      program,
      'docs',
      'serve the pages of a store (runs, checks, versions, contracts, pairs to review) on this machine',
    ),
  )
    .option('--port <n>', 'the port on 127.0.0.1; 0 takes any free one', '4117')
    .option('--open', 'open a browser', false)
    .option('--rebuild', 'write all pages anew from the runs, and end', false)
    .addHelpText('after', examples('hotpass docs --open', 'hotpass docs --rebuild'))
    .action(async (options) => exit(await (await import('./docs-command.ts')).docsCommand(options, io)))

  addResolveCommand(program, parts)

  ofPipeline(command(program, 'profile <subject>', 'what the columns of a file, or of a dataset, hold'))
    .option('--sheet <name>', "the workbook's sheet (default: the first)")
    .option('--delimiter <sign>', 'of a text file: one character, tab or none (default: found out)')
    .option('--version <n>', "the dataset's version (default: the latest released)")
    .option('--out <file>', 'save all that was measured as JSON')
    .option('--suggest <file>', 'write a suite of expectations that it passes, with slack')
    .addHelpText(
      'after',
      examples('hotpass profile incoming/members.xlsx', 'hotpass profile organizations --suggest organizations.yaml'),
    )
    .action(async (subject, options) =>
      exit(await (await import('./profile-command.ts')).profileCommand(subject, options, io)),
    )

  ofPipeline(command(program, 'forget', 'remove a person from every version, file and page of the store'))
    .argument(
      '[person]',
      'the id of their record (per_…), an e-mail address, a phone number, another number of theirs, or - to read it from stdin',
    )
    .option('--dry-run', 'count what would go, and change nothing', false)
    .option('--yes', 'do it: it cannot be undone', false)
    .option('--why <sentence>', 'the reason, kept in the certificate; no personal data')
    .option('--by <name>', 'who does it (default: HOTPASS_STEWARD, else the account)')
    .option(
      '--vouch <key...>',
      'files that nothing can look through and that you have looked at: the person is not in them',
      [],
    )
    .option('--list', 'list the certificates of earlier erasures', false)
    .addHelpText(
      'after',
      examples(
        'hotpass forget per_abcdefghij234567abcd --dry-run',
        'hotpass forget - --yes --why "request of 3 May, ticket 88" < address.txt',
      ),
    )
    .action(async (person, options) =>
      exit(await (await import('./forget-command.ts')).forgetCommand(person, options, io)),
    )

  command(program, 'normalise <type>', 'normalise values from stdin, one a line, to JSON objects, one a line', false)
    .option('--country <code>', 'the country whose rules apply', 'ZA')
    .addOption(new Option('--date-order <order>', 'how dates like 03/04/2025 are read').choices(['dmy', 'mdy', 'ymd']))
    .option(
      '--option <key=value>',
      'what an attribute of the type may say besides; may be given several times',
      collect,
      [],
    )
    .addHelpText(
      'after',
      `\n\`hotpass types\` lists the types.\n${examples(
        "printf '082 555 0101\\n' | hotpass normalise phone",
        'hotpass normalise identifier --option scheme=vat --country DE < numbers.txt',
      )}`,
    )
    .action(async (type, options) =>
      exit(await (await import('./normalise-command.ts')).normaliseCommand(type, options, io)),
    )

  command(program, 'types [id]', 'what types of value there are, or what one of them does', false)
    .addHelpText('after', examples('hotpass types', 'hotpass types identifier', 'hotpass types --json'))
    .action(async (id, options) => exit(await (await import('./types-command.ts')).typesCommand(id, options, io)))

  const contracts = program.command('contracts').description('the contracts behind every dataset')
  command(
    contracts,
    'export',
    'write what the shipped domains generate: JSON Schema, ODCS, Glue columns, lineage fields, docs',
    false,
  )
    .option('--out <dir>', "the folder above schemas/ and docs/ (default: this program's)")
    .addHelpText('after', examples('hotpass contracts export'))
    .action(async (options) => exit(await (await import('./contracts-command.ts')).contractsExport(options, io)))
  command(contracts, 'check', 'say whether the generated files still match the contracts', false)
    .option('--out <dir>', "the folder above schemas/ and docs/ (default: this program's)")
    .addHelpText('after', examples('hotpass contracts check'))
    .action(async (options) => exit(await (await import('./contracts-command.ts')).contractsCheck(options, io)))

  ofPipeline(
    command(contracts, 'diff [dataset...]', 'what changed against the contracts of the last published versions'),
  )
    .addHelpText(
      'after',
      `${examples('hotpass contracts diff', 'hotpass contracts diff organizations --json')}\nExit code 1: a change breaks readers and the contract's major version did not rise.\n`,
    )
    .action(async (datasets, options) =>
      exit(await (await import('./contracts-documents.ts')).contractsDiff(datasets, options, io)),
    )
  command(contracts, 'list', 'list them (what "contracts" alone does)', false)
    .option('--pipeline <name>', 'those of this pipeline, by id or file (default: of all of hotpass.yaml)')
    .action(async (options) => exit(await (await import('./contracts-documents.ts')).contractsList(options, io)))
  command(contracts, 'docs [contract]', 'print the reference of a contract, or of all, in Markdown', false)
    .option('--pipeline <name>', 'those of this pipeline, by id or file (default: of all of hotpass.yaml)')
    .addHelpText('after', examples('hotpass contracts docs organizations'))
    .action(async (contract, options) =>
      exit(await (await import('./contracts-documents.ts')).contractsDocs(contract, options, io)),
    )
  command(contracts, 'import <file>', "write a domain's contract file from an ODCS document or a JSON Schema", false)
    .option('--out <file>', 'the file to write (default: print it)')
    .addHelpText(
      'after',
      examples('hotpass contracts import supplier.json --out domains/customers/contracts/supplier_list.yaml'),
    )
    .action(async (file, options) =>
      exit(await (await import('./contracts-documents.ts')).contractsImport(file, options, io)),
    )

  addDomainCommands(program, parts)
  addReviewCommands(program, parts)
  addQuarantineCommands(program, parts)
  addLineageCommands(program, parts)
  addGateCommands(program, parts)
  addModelsCommands(program, parts)

  const runs = program.command('runs').description('the runs of a store')
  ofPipeline(command(runs, 'list', 'list them, newest first (what "runs" alone does)')).action(async (options) =>
    exit(await (await import('./runs-command.ts')).runsCommand(options, io)),
  )
  ofPipeline(command(runs, 'show <run>', 'all that is known of one run; <run> may be latest'))
    .addHelpText('after', examples('hotpass runs', 'hotpass runs show refinement-20260131T060000Z-0a1b2c'))
    .action(async (run, options) => exit(await (await import('./runs-command.ts')).showRunCommand(run, options, io)))
  return program
}
