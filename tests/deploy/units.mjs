// What systemd says of the units, the one of one machine and the one of a node.

import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { spawnSync } from 'node:child_process'
import { documented, exists } from './machine.mjs'

export async function units({ otau, folder }, check) {
  if (!exists('systemd-analyze')) {
    console.log('units: skipped, there is no systemd-analyze here')
    return
  }
  for (const [name, dropIns] of [['one', []], ['node', ['otau-node.conf']]]) {
    const place = path.join(folder, `unit-${name}`)
    mkdirSync(path.join(place, 'otau.service.d'), { recursive: true })
    const program = [['/usr/local/bin/otau', otau]]
    writeFileSync(path.join(place, 'otau.service'), documented('otau.service', program))
    for (const file of dropIns) writeFileSync(path.join(place, 'otau.service.d/node.conf'), documented(file, program))
    const said = spawnSync('systemd-analyze', ['verify', path.join(place, 'otau.service')], { encoding: 'utf8' })
    const about = said.stderr.split('\n').filter(line => line.includes('otau')).join('\n')
    check('units', said.status === 0 && about === '', `${name}: ${said.stderr}`)
  }
}
