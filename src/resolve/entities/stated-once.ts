import type { Attribute, Entity } from '../../domain/index.ts'
import { isOfPeople } from './is-of-people.ts'

/** Columns of an entity's record of which two different values in one entity are a doubt. */
export interface StatedOnce {
  /** Numbers that are one entity's own: as a register gives them out, or as the file shows. */
  readonly numbers: readonly string[]
  /** Places that many share, as regions are. Of people none: they move. */
  readonly places: readonly string[]
}

/** @param ownNumbers columns of numbers that, as the file shows, number the entities themselves */
export function statedOnce(entity: Entity, ownNumbers: readonly string[]): StatedOnce {
  const single = entity.attributes.filter(({ isList }) => !isList)
  const evidenceOf = ({ type, options }: Attribute) => type.evidence(options)
  const named = (kept: readonly Attribute[]) => kept.map(({ columns }) => columns.value)
  return {
    numbers: named(
      single.filter((attribute) => {
        const { exclusive, frequency } = evidenceOf(attribute)
        return (exclusive && frequency === 'one') || ownNumbers.includes(attribute.columns.value)
      }),
    ),
    places: isOfPeople(entity)
      ? []
      : named(
          single.filter((attribute) => {
            const { isPlace, frequency } = evidenceOf(attribute)
            return isPlace === true && frequency === 'many'
          }),
        ),
  }
}
