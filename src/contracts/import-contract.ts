import { parseDocument } from 'yaml'
import { ContractError } from './errors.ts'
import { importJsonSchema } from './import-json-schema.ts'
import { importOdcs } from './import-odcs.ts'
import { type ImportedContract, isObject } from './imported-contract.ts'

/**
 * Reads an ODCS 3.x contract (YAML or JSON) or a JSON Schema.
 * @param shown how messages name the file.
 * @throws ContractError when it is neither, describes no columns, or two of its columns would have one name.
 */
export function importContract(text: string, shown: string): ImportedContract {
  const yaml = parseDocument(text, { logLevel: 'silent' })
  const broken = yaml.errors[0]
  if (broken !== undefined)
    throw new ContractError(`${shown} is neither YAML nor JSON: ${broken.message.split('\n')[0]}`)
  const document = expanded(yaml, shown)
  if (isObject(document) && document.kind === 'DataContract') return importOdcs(document, shown)
  if (isObject(document) && isObject(document.properties)) return importJsonSchema(document, shown)
  throw new ContractError(
    `${shown} is neither an Open Data Contract Standard document (kind: DataContract) nor a JSON Schema of an object with properties.`,
  )
}

/** The document as a value; one whose aliases would expand beyond all bounds is refused. */
function expanded(yaml: ReturnType<typeof parseDocument>, shown: string): unknown {
  try {
    return yaml.toJS({ maxAliasCount: 100 })
  } catch (error) {
    throw new ContractError(`${shown} cannot be read: ${error instanceof Error ? error.message : String(error)}.`)
  }
}
