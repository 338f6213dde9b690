import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FUNCTION_NAMES } from '../../lib/functions.ts'
import { bundleFunction, folderBytes } from '../../scripts/bundle.ts'

// A program: packs the function that the first argument names, and prints its code and its size.
const name = FUNCTION_NAMES.find((one) => one === process.argv[2])
if (name === undefined) throw new Error(`No function is named "${process.argv[2]}".`)
const folder = await bundleFunction(name, 'arm64')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.mjs'))
const text = files.map((path) => readFileSync(join(folder, path), 'utf8')).join('')
console.log(JSON.stringify({ text, megabytes: folderBytes(folder) / 1e6 }))
