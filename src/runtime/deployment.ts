import { resolve } from 'node:path'
import { isInstalled } from '../config/checkout-version.ts'
import { ConfigurationError } from '../config/errors.ts'
import { packagePath, programPath } from '../config/package-path.ts'
import { PROJECT_FILE, projectFolder } from '../config/project-file.ts'
import { AwsError, explainAwsError, withoutKeys } from './aws-errors.ts'
import { failedStackStatus } from './failed-stack-status.ts'

/** What deploying would change in one stack. */
export interface StackChange {
  readonly stack: string
  readonly differences: number
  /** Somebody would get more rights than before. */
  readonly permissionsBroadened: boolean
  /** How its last deployment failed, as CloudFormation calls it; a template that is the same as before is no comfort then. */
  readonly failed?: string
}

/** One environment, synthesised and ready to be compared and deployed. */
export interface Deployment {
  /** Compares with what is deployed; the difference itself is told line by line. */
  changes(): Promise<StackChange[]>
  /** Deploys every stack. @returns the stacks' names */
  deploy(): Promise<string[]>
  dispose(): Promise<void>
}

/** The app could not be synthesised or a stack not be deployed. */
class DeploymentError extends AwsError {}

/**
 * Synthesises `bin/app.ts` for one environment with the CDK's own toolkit, as `cdk` does.
 * @param tell what the toolkit says that a person should see: differences, progress of resources, warnings
 */
export async function openDeployment(environment: string, tell: (line: string) => void): Promise<Deployment> {
  if (isInstalled() && projectFolder() === undefined) throw new NoProjectError()
  const { DiffMethod, MemoryContext, Toolkit } = await loadToolkit()
  const toolkit = new Toolkit({
    color: false,
    emojis: false,
    ioHost: {
      async notify({ level, message }) {
        if (level !== 'debug' && level !== 'trace') tell(withoutKeys(message))
      },
      // The person was asked before; what else the toolkit would ask has a safe answer of its own.
      async requestResponse({ code, defaultResponse }) {
        return code === 'CDK_TOOLKIT_I5060' ? (true as typeof defaultResponse) : defaultResponse
      },
    },
  })
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      const told = explainAwsError(what, error)
      // The toolkit wraps what the SDK said; its own sentences are good ones.
      if (told instanceof AwsError && told.constructor !== AwsError && told.name !== 'AwsCallError') throw told
      const message = error instanceof Error ? withoutKeys(error.message) : String(error)
      throw new DeploymentError(`${what} ${environment} failed: ${message}`, { cause: error })
    }
  }
  const assembly = await attempt('Synthesising', async () => {
    const source = await toolkit.fromCdkApp(appCommand(), {
      outdir: resolve('.hotpass/cdk.out', environment),
      contextStore: new MemoryContext({ ...(await appContext()), environment }),
    })
    return toolkit.synth(source)
  })
  return {
    async changes() {
      const found = await attempt('Comparing', () => toolkit.diff(assembly, { method: DiffMethod.TemplateOnly() }))
      const changes: StackChange[] = []
      for (const [stack, diff] of Object.entries(found)) {
        const failed = await failedStackStatus(stack)
        const { differenceCount: differences, permissionsBroadened } = diff
        changes.push({ stack, differences, permissionsBroadened, ...(failed === undefined ? {} : { failed }) })
      }
      return changes
    },
    async deploy() {
      const { stacks } = await attempt('Deploying', () => toolkit.deploy(assembly))
      return stacks.map(({ stackName }) => stackName)
    },
    dispose: () => assembly.dispose(),
  }
}

/** A checkout has environments of its own; an installed package deploys projects. */
class NoProjectError extends ConfigurationError {
  override name = 'NoProjectError'
  constructor() {
    super(`There is no ${PROJECT_FILE} here or above, so there is nothing to deploy. Go to the project's folder.`)
  }
}

/** Those who only run have no CDK. */
async function loadToolkit(): Promise<typeof import('@aws-cdk/toolkit-lib')> {
  try {
    return await import('@aws-cdk/toolkit-lib')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new DeploymentError(
      'Deploying needs the CDK, which is not installed here. Add it to the project: npm install --save-dev aws-cdk-lib constructs @aws-cdk/toolkit-lib',
      { cause: error },
    )
  }
}

/** The app by this very Node, whichever the path finds; the toolkit hands the command to a shell. */
const appCommand = (): string => `"${process.execPath}" "${programPath('bin/app.ts')}"`

/** The feature flags of `cdk.json`, which the CDK's command line would pass on. */
async function appContext(): Promise<Record<string, unknown>> {
  const { readFile } = await import('node:fs/promises')
  const { context } = JSON.parse(await readFile(packagePath('cdk.json'), 'utf8')) as {
    context?: Record<string, unknown>
  }
  return context ?? {}
}
