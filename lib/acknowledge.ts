import { Validations } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'

/** Accepts a finding of cdk-nag on one construct, for a reason that a reviewer can judge. */
export function acknowledge(construct: IConstruct, findings: Readonly<Record<string, string>>): void {
  for (const [id, reason] of Object.entries(findings)) Validations.of(construct).acknowledge({ id, reason })
}
