/** The front of `hotpass/cdk`: what a CDK app of one's own takes. */
export { type Environment, EnvironmentError, type EnvironmentOptions } from './environment.ts'
