import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type FollowedRecipes, followRecipes } from '../support/recipes.ts'
import { query, readDocument, storeKeys } from '../support/run-store.ts'

let copy: string
let tool: FollowedRecipes['tool']

/** Asks the copy's own modules; `text` is the body of a program that gives back a value. */
async function ask<T>(imports: Record<string, string>, text: string): Promise<T> {
  const lines = Object.entries(imports).map(
    ([names, file]) => `import { ${names} } from ${JSON.stringify(join(copy, file))}`,
  )
  const program = `${lines.join('\n')}\nconsole.log(JSON.stringify(await (async () => { ${text} })()))`
  return JSON.parse((await tool(process.execPath, '--input-type=module', '-e', program)).stdout) as T
}

beforeAll(async () => {
  ;({ root: copy, tool } = await followRecipes('stage-added'))
})

describe('a stage that is added with a folder and a line', () => {
  test('is a state of the state machine, between its neighbours, with the one Retry and the one Catch', () => {
    const { States } = JSON.parse(readFileSync(join(copy, 'state-machines/refine.asl.json'), 'utf8'))
    const { Annotate, Refine } = States
    expect([Refine.Next, Annotate.Next]).toEqual(['Annotate', 'Block'])
    expect(Annotate.ItemReader.Parameters['Key.$']).toContain('/items/refine.json')
    expect(Annotate.Catch).toEqual(Refine.Catch)
    const { AnnotateShard } = Annotate.ItemProcessor.States
    expect(AnnotateShard).toEqual({
      ...Refine.ItemProcessor.States.RefineShard,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: what deployment fills in
      Resource: '${AnnotateFunction}',
    })
  })

  test('is a function with its size, its stage, and leave to touch what its definition names and no more', async () => {
    const { named, roles, substitutions } = await ask<{
      named: Record<string, unknown>
      roles: { Sid: string; Resource: unknown }[]
      substitutions: string[]
    }>(
      { laidOut: 'test/lib/laid-out.ts' },
      `const template = (await laidOut('dev')).template('pipeline').toJSON().Resources
       const of = (type) => Object.values(template).filter((one) => one.Type === type).map((one) => one.Properties)
       const named = of('AWS::Lambda::Function').find((one) => one.Environment?.Variables?.HOTPASS_STAGE === 'Annotate')
       const role = of('AWS::IAM::Role').find((one) => one.Description === named.Description)
       return { named, roles: role.Policies[0].PolicyDocument.Statement,
         substitutions: Object.keys(of('AWS::StepFunctions::StateMachine')[0].DefinitionSubstitutions) }`,
    )
    expect(named).toMatchObject({ MemorySize: 1024, Timeout: 900, EphemeralStorage: { Size: 1024 } })
    expect(named.Layers).toHaveLength(1)
    expect(substitutions).toContain('AnnotateFunction')
    const touched = (sid: string) =>
      JSON.stringify(roles.filter(({ Sid }) => Sid === sid).map(({ Resource }) => Resource))
    for (const sid of ['ReadStore', 'WriteStore']) {
      expect(touched(sid)).toContain('/work/*')
      expect(touched(sid)).not.toMatch(/datasets|landing|decisions/)
    }
  })

  test('is packed with its own code alone', async () => {
    const { stdout } = await tool(process.execPath, 'test/support/pack-function.ts', 'Annotate')
    const { text, megabytes } = JSON.parse(stdout) as { text: string; megabytes: number }
    expect(text).toContain('IS NOT NULL AS remarked')
    expect(text).toContain('src/stages/refine/refine.ts is not part of this function')
    expect(text).not.toContain('src/stages/annotate/annotate.ts is not part of this function')
    // A stage reads the domain, and so carries the types.
    expect(megabytes).toBeLessThan(4.5)
  })

  test('is estimated, with a call for each shard', async () => {
    const estimate = await ask<{ states: { state: string; calls: number }[] }>(
      {
        previewRun: 'src/stages/plan/preview-run.ts',
        STAGES: 'src/stages/stage-table.ts',
        openStore: 'src/storage/open-store.ts',
      },
      `const store = openStore(${JSON.stringify(join(copy, 'preview'))})
       return (await previewRun({ stages: STAGES, store, pipeline: 'refinement', set: [], landing: 'examples/landing' })).estimate`,
    )
    const calls = (state: string) => estimate.states.find((one) => one.state === state)?.calls
    expect(calls('Annotate')).toBeGreaterThan(1)
    expect(calls('Annotate')).toBe(calls('Refine'))
  })

  test('runs on this machine: its rows, its record, its progress, its numbers and its lineage are there', async () => {
    const store = join(copy, 'store')
    const args = ['refinement', '--store', store, '--landing', 'examples/landing']
    const { stderr } = await tool(process.execPath, 'bin/hotpass.ts', 'run', ...args)
    const name = readdirSync(join(store, 'runs'))[0] ?? ''
    const shards = storeKeys(store, `runs/${name}/stages/Annotate`)
    expect(shards).toEqual(
      storeKeys(store, `runs/${name}/stages/Refine`).map((key) => key.replace('Refine', 'Annotate')),
    )

    const rows = shards.reduce(
      (sum, key) => sum + (readDocument<{ counts: { read: number } }>(store, key).counts.read ?? 0),
      0,
    )
    const files = storeKeys(store, 'work/annotate').map((key) => join(store, key))
    const [found] = await query<{ rows: number; remarked: number }>(
      copy,
      `SELECT count(*) AS rows, count(*) FILTER (remarked) AS remarked FROM read_parquet([${files.map((file) => `'${file}'`)}])`,
    )
    expect(found?.rows).toBe(rows)
    expect(found?.remarked).toBeGreaterThan(0)
    expect(found?.remarked).toBeLessThan(rows)

    // Its line in the display, after Refine's, and what its metrics are made of.
    expect(stderr).toMatch(new RegExp(`^Annotate: ${shards.length} items, ${rows} rows`, 'm'))
    const finished = stderr
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as { event: string; state: string; rows_in?: number })
      .filter(({ event, state }) => event === 'state.finished' && state === 'Annotate')
    expect(finished.reduce((sum, { rows_in = Number.NaN }) => sum + rows_in, 0)).toBe(rows)

    const told = readFileSync(join(store, `runs/${name}/events.ndjson`), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter((event) => event.job.name.endsWith('.Annotate'))
    expect(told.map((event) => event.eventType)).toEqual(['START', 'COMPLETE'])
    const [{ facets, outputFacets }] = told[1].outputs
    expect(outputFacets.outputStatistics.rowCount).toBe(rows)
    expect(facets.schema.fields.map((field: { name: string }) => field.name)).toEqual(['record_key', 'remarked'])
    expect(
      facets.columnLineage.fields.remarked.inputFields.map((one: { name: string; field: string }) => [
        one.name,
        one.field,
      ]),
    ).toEqual([
      [join(store, 'work/refine/organization'), '_issues'],
      [join(store, 'work/refine/person'), '_issues'],
    ])
    expect(told[1].job.facets.sourceCodeLocation.path).toBe('src/stages/annotate/annotate.ts')
    expect(told[1].run.facets.jobDependencies.upstream[0].job.name).toMatch(/\.Refine$/)
    expect(readDocument<{ status: string }>(store, `runs/${name}/result.json`).status).toBe('published')
  })

  test('is told on this machine what its function on AWS would not have', async () => {
    const store = join(copy, 'store')
    const definition = join(copy, 'src/stages/annotate/annotate-stage.ts')
    writeFileSync(definition, readFileSync(definition, 'utf8').replace("needs: ['engine']", 'needs: []'))
    const [name = ''] = readdirSync(join(store, 'runs'))
    const [item] = readDocument<object[]>(store, `runs/${name}/items/refine.json`)
    const told = await ask<string>(
      { runRealStage: 'src/runtime/run-real-stage.ts' },
      `const settings = { store: ${JSON.stringify(store)}, scratch: ${JSON.stringify(join(copy, 'scratch'))}, memoryLimitMb: 256, threads: 1 }
       const payload = ${JSON.stringify({ run: name, item })}
       return runRealStage('Annotate', payload, settings, () => {}).then(() => 'done', String)`,
    )
    expect(told).toMatch(/^StageNeedError: Annotate asks for "engine", which its definition .* does not name/)
  })
})
