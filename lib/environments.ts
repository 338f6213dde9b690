import { defineEnvironment, type Environment } from './environment.ts'

/**
 * Every environment there is; adding one is one entry here. Each option and its default: docs/reference/environments.md.
 * Pin `account` and `region` once you know them: a deployment with other credentials is then refused.
 */
export const environments: readonly Environment[] = [
  defineEnvironment({
    name: 'dev',
    removal: 'destroy',
    terminationProtection: false,
    logRetentionDays: 14,
    alarms: false,
  }),
  defineEnvironment({ name: 'staging', logRetentionDays: 30 }),
  defineEnvironment({ name: 'prod', logRetentionDays: 365 }),
  // What the end-to-end tests deploy to an emulator on this machine.
  defineEnvironment({
    name: 'emulator',
    account: '000000000000',
    region: 'us-east-1',
    architecture: 'x86_64',
    removal: 'destroy',
    terminationProtection: false,
    logRetentionDays: 1,
    scheduleTarget: 'templated',
    namedQueries: false,
  }),
]
