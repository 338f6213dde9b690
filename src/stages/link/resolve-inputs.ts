import type { Entity } from '../../domain/index.ts'
import type { PinnedDomain } from '../../ledger/pinned-domain.ts'
import type { PinnedLinkage } from '../../ledger/pinned-linkage.ts'
import type { ModelPin } from '../../ledger/plan-document.ts'
import type { BlockedEntity } from '../../ledger/works/block-work.ts'
import type { WorkFile } from '../../ledger/works/work-file.ts'
import type { ResolutionDecision } from '../../resolve/review/index.ts'
import type { BaseVersions } from './entity-rows.ts'
import type { ChosenModel } from './resolution-model.ts'

/** Everything that Resolve decides by, of one entity. */
export interface ResolveInputs {
  readonly entity: Entity
  readonly refined: readonly WorkFile[]
  readonly blocked: BlockedEntity
  readonly shares: readonly WorkFile[]
  readonly base: BaseVersions
  readonly decisions: readonly ResolutionDecision[]
  readonly linkage: PinnedLinkage
  readonly model: ChosenModel | undefined
  /** The model to score beside the one in use. */
  readonly challenger: ModelPin | undefined
  readonly config: PinnedDomain['configuration']['resolve']
}
