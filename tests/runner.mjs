// What all runners of scripts have in common: the program under test, and the report. Needs no package.

import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

/** The program under test: `OTAU`, or a debug build made now. */
export function program() {
  if (process.env.OTAU) return path.resolve(process.env.OTAU)
  execFileSync('cargo', ['build'], { cwd: root, stdio: 'inherit' })
  return path.resolve(root, process.env.CARGO_TARGET_DIR ?? 'target', 'debug/otau')
}

/** Counts checks by group; one line a group, the failures under it, the sum at the end for `tests/run.sh`. */
export class Report {
  constructor() {
    this.groups = new Map()
  }

  check(group, holds, what) {
    const entry = this.groups.get(group) ?? { passed: 0, failures: [] }
    this.groups.set(group, entry)
    if (holds) entry.passed += 1
    else entry.failures.push(what)
    return holds
  }

  print() {
    let passed = 0
    let failed = 0
    for (const [group, entry] of this.groups) {
      passed += entry.passed
      failed += entry.failures.length
      const mark = entry.failures.length ? 'FAIL' : 'ok  '
      console.log(`${mark} ${group}: ${entry.passed} passed, ${entry.failures.length} failed`)
      for (const what of entry.failures.slice(0, 20)) console.log(`       ${what}`)
      if (entry.failures.length > 20) console.log(`       … and ${entry.failures.length - 20} more`)
    }
    console.log(`\n${passed} passed, ${failed} failed`)
    return failed
  }
}
