// Runs every mandatory and every optional test of CSAF 2.0 over the documents
// in the year folders of a folder, and prints what fails, once for each test
// and document, as JSON.
import fs from 'node:fs'
import path from 'node:path'
import validate from '@secvisogram/csaf-validator-lib/validate.js'
import * as schemas from '@secvisogram/csaf-validator-lib/schemaTests.js'
import * as mandatory from '@secvisogram/csaf-validator-lib/mandatoryTests.js'
import * as optional from '@secvisogram/csaf-validator-lib/optionalTests.js'

const root = process.argv[2]
const tests = [schemas.csaf_2_0_strict, ...Object.values(mandatory), ...Object.values(optional)]
const report = { documents: 0, failed: [] }
for (const file of fs.readdirSync(root, { recursive: true })) {
  if (!/^\d{4}[/\\][^/\\]+\.json$/.test(file)) continue
  report.documents++
  const result = await validate(tests, JSON.parse(fs.readFileSync(path.join(root, file), 'utf8')))
  for (const test of result.tests) {
    const first = [...test.errors, ...test.warnings][0]
    if (first) report.failed.push({ test: test.name, file, path: first.instancePath, message: first.message })
  }
}
console.log(JSON.stringify(report))
