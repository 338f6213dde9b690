import type { BaseDataset } from '../../ledger/base-version.ts'
import type { PinnedDomain } from '../../ledger/pinned-domain.ts'
import type { PinnedLinkage } from '../../ledger/pinned-linkage.ts'
import type { BlockWork } from '../../ledger/works/block-work.ts'
import type { WorkFile } from '../../ledger/works/work-file.ts'
import type { ResolutionDecision } from '../../resolve/review/index.ts'
import type { ChosenModel } from './resolution-model.ts'

/** Everything that Resolve decides by. */
export interface ResolveInputs {
  readonly refined: readonly WorkFile[]
  readonly blocked: BlockWork
  readonly shares: readonly WorkFile[]
  readonly base: BaseDataset
  readonly decisions: readonly ResolutionDecision[]
  readonly linkage: PinnedLinkage
  readonly model: ChosenModel | undefined
  readonly config: PinnedDomain['configuration']['resolve']
}
