/** The front of `hotpass/cdk`: what a CDK app of one's own takes. */
export { type Environment, EnvironmentError } from './environment.ts'
export { HotpassEnvironment, type HotpassEnvironmentProps } from './hotpass-environment.ts'
export type { EnvironmentStacks } from './lay-out-environment.ts'
