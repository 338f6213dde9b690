import { canonicalJson } from '../storage/canonical-json.ts'
import { sha256 } from '../storage/sha256.ts'

/** What people wrote of a domain: text by path in its folder (`domain.yaml`, `contracts/crm.yaml`). No folder of a machine is in it. */
export type DomainFiles = Readonly<Record<string, string>>

/** The same words have one hash wherever they lie. */
export const domainFilesHash = (files: DomainFiles): string => sha256(canonicalJson(files))
