import { z } from 'zod'
import { defineFacet } from './define-facet.ts'
import { dateTime, name, uuid } from './field-types.ts'

const runIdentifier = z.object({ runId: uuid.describe('The globally unique id of the run.') })
const jobIdentifier = z.object({
  namespace: name.describe('The namespace that holds the job.'),
  name: name.describe('The name of the job, unique in its namespace.'),
})

/** `run.facets.parent` (ParentRunFacet): the run that started this one, and the root of them all. */
export const parentFacet = defineFacet({
  name: 'ParentRunFacet',
  key: 'parent',
  place: 'run',
  version: '1-2-0',
  purpose: 'The run and job that started this run, and the outermost run they belong to.',
  shape: z.object({
    run: runIdentifier.describe('The parent run.'),
    job: jobIdentifier.describe('The job of the parent run.'),
    root: z.object({ run: runIdentifier, job: jobIdentifier }).optional().describe('The outermost run and its job.'),
  }),
})

/** `run.facets.nominalTime` (NominalTimeRunFacet): the time a run stands for, not the time it happened to start. */
export const nominalTimeFacet = defineFacet({
  name: 'NominalTimeRunFacet',
  key: 'nominalTime',
  place: 'run',
  version: '1-0-1',
  purpose: 'The time the run stands for: that of its schedule, or the one its caller named.',
  shape: z.object({
    nominalStartTime: dateTime.describe('The nominal start, included.'),
    nominalEndTime: dateTime.optional().describe('The nominal end, excluded: the nominal start of the next run.'),
  }),
})

/** `run.facets.processing_engine` (ProcessingEngineRunFacet): what did the work. */
export const processingEngineFacet = defineFacet({
  name: 'ProcessingEngineRunFacet',
  key: 'processing_engine',
  place: 'run',
  version: '1-1-1',
  purpose: 'The engine that did the work and its version.',
  shape: z.object({
    version: name.describe("The engine's version."),
    name: name.optional().describe("The engine's name."),
    openlineageAdapterVersion: name.optional().describe('The version of the code that emits this lineage.'),
  }),
})

/** `run.facets.errorMessage` (ErrorMessageRunFacet): why a run failed. Leave the stack out where it could quote data. */
export const errorMessageFacet = defineFacet({
  name: 'ErrorMessageRunFacet',
  key: 'errorMessage',
  place: 'run',
  version: '1-0-1',
  purpose: 'Why the run failed, in words for people.',
  shape: z.object({
    message: z.string().describe('The message.'),
    programmingLanguage: name.describe('The language of the program that failed.'),
    stackTrace: z.string().optional().describe('The stack, where it tells nothing private.'),
  }),
})

/** `run.facets.executionParameters` (ExecutionParametersRunFacet): the settings this run was started with. */
export const executionParametersFacet = defineFacet({
  name: 'ExecutionParametersRunFacet',
  key: 'executionParameters',
  place: 'run',
  version: '1-0-0',
  purpose: 'The parameters the job was given for this run.',
  shape: z.object({
    parameters: z
      .array(
        z.object({
          key: name.describe('The unique name of the parameter.'),
          name: z.string().optional().describe('Its name for people.'),
          description: z.string().optional().describe('What it means.'),
          value: z.string().optional().describe('Its value, as text.'),
        }),
      )
      .describe('The parameters.'),
  }),
})

const dependency = z.object({
  job: jobIdentifier.describe('The other job.'),
  run: runIdentifier.optional().describe('Its run.'),
  dependency_type: z
    .enum(['DIRECT_INVOCATION', 'IMPLICIT_DEPENDENCY'])
    .optional()
    .describe('Whether one starts the other, or it is a matter of time.'),
  sequence_trigger_rule: z
    .enum(['FINISH_TO_START', 'FINISH_TO_FINISH', 'START_TO_START'])
    .optional()
    .describe('When the downstream job may run.'),
  status_trigger_rule: z
    .enum(['EXECUTE_EVERY_TIME', 'EXECUTE_ON_SUCCESS', 'EXECUTE_ON_FAILURE'])
    .optional()
    .describe('After which status of the upstream job it runs.'),
})

/** `run.facets.jobDependencies` (JobDependenciesRunFacet): control flow between runs, beside the flow of data. */
export const jobDependenciesFacet = defineFacet({
  name: 'JobDependenciesRunFacet',
  key: 'jobDependencies',
  place: 'run',
  version: '1-0-1',
  purpose: 'Which runs must end before this one starts, and which start after it.',
  shape: z.object({
    upstream: z.array(dependency).optional().describe('Runs that must complete before this one starts.'),
    downstream: z.array(dependency).optional().describe('Runs that start after this one.'),
    trigger_rule: z.string().optional().describe('The condition for this run, by the status of upstream runs.'),
  }),
})

const tag = z.object({
  key: name.describe('The key of the tag.'),
  value: z.string().describe('Its value.'),
  source: z.string().optional().describe('Who tagged: an integration, or USER.'),
})

/** `run.facets.tags` (TagsRunFacet). */
export const runTagsFacet = defineFacet({
  name: 'TagsRunFacet',
  key: 'tags',
  place: 'run',
  version: '1-0-0',
  purpose: 'Tags of the run.',
  shape: z.object({ tags: z.array(tag).optional().describe('The tags.') }),
})

/** `run.facets.test` (TestRunFacet): the outcome of each test the run made. */
export const testFacet = defineFacet({
  name: 'TestRunFacet',
  key: 'test',
  place: 'run',
  version: '1-0-1',
  purpose: 'The tests that this run made and how each ended.',
  shape: z.object({
    tests: z
      .array(
        z.object({
          name: name.describe('The name of the test.'),
          status: z.enum(['pass', 'fail', 'skip']).describe('How it ended, whatever its severity.'),
          severity: z.enum(['error', 'warn']).optional().describe('`error` blocks the pipeline, `warn` does not.'),
          type: z.string().optional().describe('The class of test, as in `not_null`.'),
          description: z.string().optional().describe('What it checks.'),
          expected: z.string().optional().describe('The value or threshold expected.'),
          actual: z.string().optional().describe('The value found.'),
          content: z.string().optional().describe('The body of the test.'),
          contentType: z.string().optional().describe('The format of the body.'),
          params: z.record(z.string(), z.json()).optional().describe('Further inputs of the test.'),
        }),
      )
      .describe('The tests.'),
  }),
})
