import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib'
import { CfnOIDCProvider, FederatedPrincipal, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import type { Environment } from '../environment.ts'

const ISSUER = 'token.actions.githubusercontent.com'

/**
 * How GitHub names a job of the environment. With numbers, a repository that takes the name over later is another one.
 * @see https://docs.github.com/actions/concepts/security/openid-connect
 */
function subject({
  repository,
  ownerId,
  repositoryId,
  githubEnvironment,
}: NonNullable<Environment['delivery']>): string {
  const [owner, name] = repository.split('/')
  const named = ownerId === undefined ? repository : `${owner}@${ownerId}/${name}@${repositoryId}`
  return `repo:${named}:environment:${githubEnvironment}`
}

/** Lets one job of one repository deploy one environment, without a key that could be stolen. */
export class DeliveryStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { readonly environment: Environment }) {
    super(scope, id, props)
    const { name, delivery } = props.environment
    if (delivery === undefined) throw new Error(`Environment ${name} says nothing of delivery.`)
    const provider = delivery.createProvider
      ? new CfnOIDCProvider(this, 'GitHub', { url: `https://${ISSUER}`, clientIdList: ['sts.amazonaws.com'] }).attrArn
      : this.formatArn({ service: 'iam', region: '', resource: 'oidc-provider', resourceName: ISSUER })
    const role = new Role(this, 'Deployer', {
      description: `Hotpass ${name}: deploys from ${delivery.repository}, environment ${delivery.githubEnvironment}`,
      maxSessionDuration: Duration.hours(1),
      assumedBy: new FederatedPrincipal(
        provider,
        {
          StringEquals: {
            [`${ISSUER}:aud`]: 'sts.amazonaws.com',
            [`${ISSUER}:sub`]: subject(delivery),
          },
        },
        'sts:AssumeRoleWithWebIdentity',
      ),
      inlinePolicies: {
        Access: new PolicyDocument({
          statements: [
            new PolicyStatement({
              sid: 'DeployAsCdkDoes',
              actions: ['sts:AssumeRole'],
              resources: ['deploy', 'file-publishing', 'lookup'].map((kind) =>
                this.formatArn({
                  service: 'iam',
                  region: '',
                  resource: 'role',
                  resourceName: `cdk-${delivery.bootstrapQualifier}-${kind}-role-${this.account}-${this.region}`,
                }),
              ),
            }),
          ],
        }),
      },
    })
    new CfnOutput(this, 'DeployerRoleArn', { value: role.roleArn, description: "AWS_ROLE_ARN of GitHub's environment" })
  }
}
