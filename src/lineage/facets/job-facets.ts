import { z } from 'zod'
import { defineFacet } from './define-facet.ts'
import { name, uri } from './field-types.ts'

/** `job.facets.jobType` (JobTypeJobFacet). */
export const jobTypeFacet = defineFacet({
  name: 'JobTypeJobFacet',
  key: 'jobType',
  place: 'job',
  version: '2-0-4',
  purpose: 'What kind of job this is, and how it emits its events.',
  shape: z.object({
    processingType: z.enum(['BATCH', 'STREAMING', 'SERVICE']).describe('Whether the job ends by itself.'),
    integration: name.describe('The integration that emits, as in `SPARK`.'),
    jobType: z.string().optional().describe('The kind of run, as in `DAG`, `TASK` or `QUERY`.'),
    emissionPattern: z
      .object({
        eventTrigger: z.enum(['EVENT_BASED', 'PERIODIC']).describe('Whether events follow transitions or a clock.'),
        eventContentMode: z
          .enum(['ACCUMULATIVE', 'COMPLETE_SNAPSHOT'])
          .describe('Whether the events of a run must be taken together.'),
        windowDuration: z.int().min(1).optional().describe('Seconds between periodic events.'),
      })
      .optional()
      .describe('How the job emits.'),
  }),
})

const owners = z
  .array(
    z.object({
      name: name.describe('Who, best as `team:…`, `user:…` or `application:…`.'),
      type: z.string().optional().describe('The kind of ownership, as in `MAINTAINER`.'),
    }),
  )
  .optional()
  .describe('The owners.')

/** `job.facets.ownership` (OwnershipJobFacet). */
export const jobOwnershipFacet = defineFacet({
  name: 'OwnershipJobFacet',
  key: 'ownership',
  place: 'job',
  version: '1-0-1',
  purpose: 'Who answers for the job.',
  shape: z.object({ owners }),
})

/** `job.facets.sourceCodeLocation` (SourceCodeLocationJobFacet). */
export const sourceCodeLocationFacet = defineFacet({
  name: 'SourceCodeLocationJobFacet',
  key: 'sourceCodeLocation',
  place: 'job',
  version: '1-1-0',
  purpose: "Where the job's source code is.",
  shape: z.object({
    type: name.describe('The version control system, as in `git`.'),
    url: uri.describe('The address of the file.'),
    repoUrl: z.string().optional().describe('The address of the repository.'),
    path: z.string().optional().describe('The path in the repository.'),
    version: z.string().optional().describe('The version deployed: a commit, not a branch.'),
    tag: z.string().optional().describe('The tag.'),
    branch: z.string().optional().describe('The branch.'),
    pullRequestNumber: z.string().optional().describe('The number of the pull request.'),
  }),
})

/** `job.facets.documentation` (DocumentationJobFacet). */
export const jobDocumentationFacet = defineFacet({
  name: 'DocumentationJobFacet',
  key: 'documentation',
  place: 'job',
  version: '1-1-0',
  purpose: 'What the job does, in words.',
  shape: z.object({
    description: z.string().describe('The description.'),
    contentType: z.string().optional().describe('Its MIME type.'),
  }),
})

/** `job.facets.tags` (TagsJobFacet). */
export const jobTagsFacet = defineFacet({
  name: 'TagsJobFacet',
  key: 'tags',
  place: 'job',
  version: '1-0-0',
  purpose: 'Tags of the job.',
  shape: z.object({
    tags: z
      .array(
        z.object({
          key: name.describe('The key of the tag.'),
          value: z.string().describe('Its value.'),
          source: z.string().optional().describe('Who tagged.'),
        }),
      )
      .optional()
      .describe('The tags.'),
  }),
})
