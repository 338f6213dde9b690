import { MlflowSettingError } from './errors.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Where a tracking server is, and how it knows whom it serves. */
export interface MlflowSettings {
  /** `http://host:port`, without a slash at the end. */
  readonly url: string
  /** What may be shown of it. */
  readonly shown: string
  /** Sent with every request; holds secrets. */
  readonly headers: Readonly<Record<string, string>>
  /** What requests are signed for with AWS Signature Version 4. */
  readonly signing: { readonly service: string; readonly region: string } | undefined
  /** `MLFLOW_EXPERIMENT_NAME`, in place of one a pipeline. */
  readonly experiment: string | undefined
}

const ARN = /^arn:(aws[\w-]*):sagemaker:([a-z0-9-]+):\d{12}:(mlflow-tracking-server|mlflow-app)\/[\w-]+$/
const MANAGED = /(?:^|\.)sagemaker\.(?:[\w-]+\.)*(?:amazonaws\.com|aws)$/

/**
 * The tracking server that the environment names, under the variables of MLflow's own client; undefined without `MLFLOW_TRACKING_URI`.
 * An ARN is the managed one of SageMaker, as the plugin sagemaker-mlflow addresses it.
 * @throws MlflowSettingError
 * @see https://mlflow.org/docs/latest/self-hosting/
 * @see https://github.com/aws/sagemaker-mlflow
 */
export function mlflowSettings(env: Environment): MlflowSettings | undefined {
  const uri = env.MLFLOW_TRACKING_URI?.trim()
  if (uri === undefined || uri === '') return undefined
  const experiment = env.MLFLOW_EXPERIMENT_NAME?.trim() || undefined
  if (uri.startsWith('arn:')) return { ...managed(uri), experiment }
  if (!/^https?:\/\//i.test(uri) || !URL.canParse(uri))
    throw new MlflowSettingError(
      `MLFLOW_TRACKING_URI "${uri.replace(/\/\/[^@/]*@/, '//')}" is no http or https address and no ARN of a SageMaker tracking server. Write it as http://host:port, or unset it.`,
    )
  const parsed = new URL(uri)
  if (parsed.username !== '' || parsed.password !== '')
    throw new MlflowSettingError(
      'MLFLOW_TRACKING_URI holds a user or password. Leave them out, and set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.',
    )
  const url = `${parsed.origin}${parsed.pathname}`.replace(/\/+$/, '')
  const signing = signingOf(parsed.hostname, env)
  return { url, shown: url, headers: signing === undefined ? authorization(env) : {}, signing, experiment }
}

function managed(arn: string): Omit<MlflowSettings, 'experiment'> {
  const found = ARN.exec(arn)
  if (found === null)
    throw new MlflowSettingError(
      `MLFLOW_TRACKING_URI "${arn}" is not the ARN of a SageMaker tracking server (arn:aws:sagemaker:<region>:<account>:mlflow-tracking-server/<name>). Correct it, or unset it.`,
    )
  const [, , region = '', kind] = found
  const isServer = kind === 'mlflow-tracking-server'
  return {
    url: isServer ? `https://${region}.experiments.sagemaker.aws` : `https://mlflow.sagemaker.${region}.app.aws`,
    shown: arn,
    headers: { [isServer ? 'x-mlflow-sm-tracking-server-arn' : 'x-sm-mlflow-app-arn']: arn },
    signing: { service: 'sagemaker-mlflow', region },
  }
}

/** Behind an API gateway of AWS by `MLFLOW_TRACKING_AWS_SIGV4`, as in MLflow's client; a managed server always. */
function signingOf(host: string, env: Environment): MlflowSettings['signing'] {
  const isManaged = MANAGED.test(host)
  if (!isManaged && !/^(?:true|1)$/i.test(env.MLFLOW_TRACKING_AWS_SIGV4 ?? '')) return undefined
  const region = /(?:^|\.)([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(host)?.[1] ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION
  if (region === undefined || region === '')
    throw new MlflowSettingError(
      'Requests to MLFLOW_TRACKING_URI are to be signed, and its address names no region. Set AWS_REGION.',
    )
  return { service: isManaged ? 'sagemaker-mlflow' : 'execute-api', region }
}

/** A password goes before a token, as in MLflow's client. */
function authorization(env: Environment): Record<string, string> {
  const { MLFLOW_TRACKING_USERNAME: user, MLFLOW_TRACKING_PASSWORD: password, MLFLOW_TRACKING_TOKEN: token } = env
  if (user && password) return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
  return token ? { authorization: `Bearer ${token}` } : {}
}
