/** The records of the entity that is being linked, one row each. */
export const ENTITY_RECORD = 'entity_record'
