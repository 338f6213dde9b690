import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import {
  GetScheduleCommand,
  type GetScheduleCommandOutput,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler'
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn'
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm'
import {
  type DeployedEnvironment,
  parameterPath,
  parseDeployedEnvironment,
} from '../../src/config/deployed-environment.ts'
import { EMULATED_REGION, type Emulator } from './emulator.ts'

/** The emulated account as an operator's SDK sees it, beside Hotpass's own code. */
export class Cloud {
  readonly #settings: {
    region: string
    endpoint: string
    credentials: { accessKeyId: string; secretAccessKey: string }
  }
  readonly s3: S3Client
  readonly stepFunctions: SFNClient
  readonly scheduler: SchedulerClient
  #deployed: DeployedEnvironment | undefined

  constructor(emulator: Emulator) {
    this.#settings = {
      region: EMULATED_REGION,
      endpoint: emulator.endpoint,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }
    this.s3 = new S3Client({ ...this.#settings, forcePathStyle: true })
    this.stepFunctions = new SFNClient(this.#settings)
    this.scheduler = new SchedulerClient(this.#settings)
  }

  /** What the environment published about itself. */
  async deployed(environment: string): Promise<DeployedEnvironment> {
    if (this.#deployed) return this.#deployed
    const ssm = new SSMClient(this.#settings)
    const found: { name: string; value: string }[] = []
    let token: string | undefined
    do {
      const page = await ssm.send(
        new GetParametersByPathCommand({ Path: parameterPath(environment), Recursive: true, NextToken: token }),
      )
      for (const { Name = '', Value = '' } of page.Parameters ?? []) found.push({ name: Name, value: Value })
      token = page.NextToken
    } while (token)
    ssm.destroy()
    this.#deployed = parseDeployedEnvironment(environment, found)
    return this.#deployed
  }

  /** Uploads each file of a folder below `landing/`, as people drop them. */
  async land(bucket: string, folder: string): Promise<void> {
    for (const name of readdirSync(folder).sort()) await this.drop(bucket, name, readFileSync(join(folder, name)))
  }

  async drop(bucket: string, name: string, body: Uint8Array | string): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: bucket, Key: `landing/${name}`, Body: body }))
  }

  async text(bucket: string, key: string): Promise<string | undefined> {
    try {
      const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
      return await Body?.transformToString()
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined
      throw error
    }
  }

  /** A JSON document of the store. @throws when there is none. */
  async document(bucket: string, key: string): Promise<unknown> {
    const text = await this.text(bucket, key)
    if (text === undefined) throw new Error(`there is no s3://${bucket}/${key}`)
    return JSON.parse(text)
  }

  async keys(bucket: string, prefix: string): Promise<string[]> {
    const keys: string[] = []
    let token: string | undefined
    do {
      const page = await this.s3.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }),
      )
      for (const { Key = '' } of page.Contents ?? []) keys.push(Key)
      token = page.NextContinuationToken
    } while (token)
    return keys.sort()
  }

  /** Names of the state machine's executions, newest first. */
  async executions(stateMachineArn: string): Promise<string[]> {
    const { executions = [] } = await this.stepFunctions.send(new ListExecutionsCommand({ stateMachineArn }))
    return executions.map(({ name = '' }) => name)
  }

  async status(stateMachineArn: string, run: string): Promise<string> {
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${run}`
    const { status } = await this.stepFunctions.send(new DescribeExecutionCommand({ executionArn }))
    return status ?? 'UNKNOWN'
  }

  /** A schedule, or undefined when there is none of that name. */
  async schedule(group: string, name: string): Promise<GetScheduleCommandOutput | undefined> {
    try {
      return await this.scheduler.send(new GetScheduleCommand({ GroupName: group, Name: name }))
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined
      throw error
    }
  }

  /** Gives a deployed schedule another time; all else of it stays as it was deployed. @returns the time it had. */
  async reschedule(group: string, name: string, expression: string): Promise<string> {
    const schedule = await this.schedule(group, name)
    if (schedule?.ScheduleExpression === undefined) throw new Error(`there is no schedule ${group}/${name}`)
    await this.scheduler.send(
      new UpdateScheduleCommand({
        GroupName: group,
        Name: name,
        ScheduleExpression: expression,
        ScheduleExpressionTimezone: 'UTC',
        State: schedule.State,
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: schedule.ActionAfterCompletion,
        Target: schedule.Target,
      }),
    )
    return schedule.ScheduleExpression
  }

  /** Adds variables to the environment of every function, as an operator would to look closer. */
  async setVariables(functions: readonly string[], added: Readonly<Record<string, string>>): Promise<void> {
    const lambda = new LambdaClient(this.#settings)
    for (const FunctionName of functions) {
      const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
      const Variables = { ...Environment?.Variables, ...added }
      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }))
    }
    lambda.destroy()
  }

  close(): void {
    for (const client of [this.s3, this.stepFunctions, this.scheduler]) client.destroy()
  }
}

/** Asks until there is an answer. @throws after `seconds`, naming what did not happen. */
export async function eventually<T>(what: string, seconds: number, ask: () => Promise<T | undefined>): Promise<T> {
  const until = Date.now() + seconds * 1000
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > until) throw new Error(`After ${seconds} s, this had not happened: ${what}`)
    await sleep(500)
  }
}
