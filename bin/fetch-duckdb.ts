import { type Architecture, fetchDuckdbBinding, NODE_ARCHITECTURE } from '../scripts/fetch-duckdb-binding.ts'

const asked = process.argv.slice(2)
const wanted = (asked.length > 0 ? asked : ['arm64', 'x86_64']) as Architecture[]
for (const architecture of wanted) {
  if (!(architecture in NODE_ARCHITECTURE)) {
    console.error(`There is no architecture "${architecture}". Give arm64, x86_64 or both.`)
    process.exitCode = 2
  } else console.log(`${architecture}: ${fetchDuckdbBinding(architecture)}`)
}
