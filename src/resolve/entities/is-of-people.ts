import type { Entity } from '../../domain/index.ts'

/** Whether an entity is people, or may be: people move and have no branches, so where they are tells no two apart. */
export const isOfPeople = ({ name }: Entity): boolean => name === null || name.pii !== 'none'
