// Runs Otau the way docs/deploy.md says, with the files of docs/deploy: two nodes behind nginx on one PostgreSQL, then one
// machine with SQLite and TLS of its own.
//
//   OTAU_TEST_POSTGRES=postgres://… node tests/deploy/run.mjs [nodes|one|units]
//
// PostgreSQL is one for trying out, asked as a superuser; a database and two roles are made in it and dropped again. Of
// the files only addresses, paths and the gateway of messages are replaced. `OTAU` names the program.

import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { program, Report } from '../runner.mjs'
import { nodes } from './nodes.mjs'
import { one } from './one.mjs'
import { prepare } from './release.mjs'
import { units } from './units.mjs'

const wanted = process.argv.slice(2)
const stories = { nodes, one, units }
const unknown = wanted.filter(name => !(name in stories))
if (unknown.length) {
  console.error(`usage: node tests/deploy/run.mjs [${Object.keys(stories).join('|')}]`)
  process.exit(2)
}

const report = new Report()
const folder = mkdtempSync(path.join(os.tmpdir(), 'otau-deploy-'))
// What was started is undone in the opposite order.
const undo = []
try {
  const given = prepare(program(), folder)
  for (const [name, story] of Object.entries(stories)) {
    if (wanted.length && !wanted.includes(name)) continue
    try {
      await story(given, (group, holds, what) => report.check(group, holds, what), act => undo.push(act))
    } catch (error) {
      report.check(name, false, error.stack)
    }
  }
} catch (error) {
  report.check('preparation', false, error.stack)
}
for (const act of undo.reverse()) {
  try {
    await act()
  } catch (error) {
    report.check('clearing up', false, error.stack)
  }
}
const failed = report.print()
if (failed && process.env.KEEP) console.log(`what was written stays in ${folder}`)
else rmSync(folder, { recursive: true, force: true })
process.exit(failed ? 1 : 0)
