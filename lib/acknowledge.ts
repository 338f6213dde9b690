import { Stack, Validations } from 'aws-cdk-lib'
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { IConstruct } from 'constructs'

/** Accepts findings of cdk-nag on one construct, each for a reason that a reviewer can judge. */
export function acknowledge(construct: IConstruct, findings: Readonly<Record<string, string>>): void {
  for (const [id, reason] of Object.entries(findings)) Validations.of(construct).acknowledge({ id, reason })
}

/**
 * Accepts the wildcards in the resources of statements, one finding each, with the reason for the statement's kind (its `sid`).
 * A statement without a reason is left to be found, and so is a wildcard in any action.
 */
export function acknowledgeWildcards(
  construct: IConstruct,
  statements: readonly PolicyStatement[],
  reasons: Readonly<Record<string, string>>,
): void {
  const stack = Stack.of(construct)
  for (const statement of statements) {
    const reason = reasons[statement.sid ?? '']
    if (reason === undefined) continue
    for (const resource of statement.resources) {
      const shown = flatten(stack.resolve(resource))
      if (shown.includes('*')) acknowledge(construct, { [`AwsSolutions-IAM5[Resource::${shown}]`]: reason })
    }
  }
}

/** A resource as cdk-nag names it in a finding: `<Logical.Attribute>` for what is known at deployment. */
function flatten(value: unknown): string {
  if (typeof value === 'string') return value.replaceAll(/\$\{([^}]+)\}/g, '<$1>')
  if (typeof value !== 'object' || value === null) return String(value)
  if ('Ref' in value) return `<${String(value.Ref)}>`
  if ('Fn::GetAtt' in value) return `<${[value['Fn::GetAtt']].flat().join('.')}>`
  if ('Fn::Join' in value) {
    const [between, parts] = value['Fn::Join'] as [string, unknown[]]
    return parts.map(flatten).join(between)
  }
  return JSON.stringify(value)
}
