import { RemovalPolicy } from 'aws-cdk-lib'
import type { Environment } from './environment.ts'

/** What becomes of data and logs with their stack. What is kept is kept only once it was made: a first deployment that fails leaves nothing in the way of the next. */
export const removalPolicy = ({ removal }: Environment): RemovalPolicy =>
  removal === 'retain' ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY
