import type { Command } from 'commander'
import type { ProgramParts } from './program-parts.ts'

/** `hotpass domain …`: what a domain's files say, and what is wrong with them. */
export function addDomainCommands(program: Command, { io, command, examples, exit }: ProgramParts): void {
  const domain = program.command('domain').description('what a domain says: entities, sources, what is published')
  command(domain, 'check [domain]', 'every fault of a domain at once, with file, line and what to write instead', false)
    .addHelpText(
      'after',
      `${examples('hotpass domain check', 'hotpass domain check aviation', 'hotpass domain check ./domains/customers --json')}\nA domain is a folder with a domain.yaml, or the id of one of the project or of a shipped one.\nWithout a name: those of the project's pipelines, else those that are shipped. Exit code 2: there are faults.\n`,
    )
    .action(async (asked, options) =>
      exit(await (await import('./domain-command.ts')).domainCheckCommand(asked, options, io)),
    )
  command(domain, 'explain <column>', 'which columns of which sources a published column is made of, and how', false)
    .option('--domain <name>', "the domain: an id, or a folder (default: that of this folder, else the project's)")
    .addHelpText(
      'after',
      examples('hotpass domain explain organizations.website', 'hotpass domain explain contacts.emails --json'),
    )
    .action(async (asked, options) =>
      exit(await (await import('./domain-command.ts')).domainExplainCommand(asked, options, io)),
    )
  command(domain, 'diagram [domain]', 'sources, entities and datasets as a Mermaid flowchart', false)
    .addHelpText('after', examples('hotpass domain diagram aviation'))
    .action(async (asked, options) =>
      exit(await (await import('./domain-command.ts')).domainDiagramCommand(asked, options, io)),
    )
  command(domain, 'learn <vocabulary> <word>', 'put a word that sources say into a vocabulary of the domain', false)
    .option('--as <term>', 'the term that it means (default: the word is a term of its own)')
    .option('--domain <name>', "the domain: an id, or a folder (default: that of this folder, else the project's)")
    .addHelpText(
      'after',
      `${examples("hotpass domain learn status 'in business' --as Active", 'hotpass domain learn status Schools')}\nWords that a run did not know: hotpass set-aside\n`,
    )
    .action(async (vocabulary, word, options) =>
      exit(await (await import('./domain-learn-command.ts')).domainLearnCommand(vocabulary, word, options, io)),
    )
  command(
    domain,
    'diff [pipeline]',
    "what changed in a pipeline's domain since its current release, before a run takes it",
  )
    .option('--domain <name>', "another domain than the pipeline's: an id, or a folder")
    .addHelpText(
      'after',
      `${examples('hotpass domain diff', 'hotpass domain diff refinement --json')}\nExit code 1: published data would break, and a run stops before it starts. --set run.domain_changes=take takes the change.\n`,
    )
    .action(async (pipeline, options) =>
      exit(await (await import('./domain-diff-command.ts')).domainDiffCommand(pipeline, options, io)),
    )
}
