// What both deployments begin with: the site as a clone, one release of it, keys, a register.

import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../runner.mjs'
import { run } from './machine.mjs'

/** The name by which people call the site in the documented files. */
export const HOST = 'portal.example.kz'

/** How many clients the register has. */
const CLIENTS = 40

export function prepare(otau, folder) {
  const site = path.join(folder, 'site')
  mkdirSync(site)
  cpSync(path.join(root, 'content'), path.join(site, 'content'), { recursive: true })
  cpSync(path.join(root, 'themes'), path.join(site, 'themes'), { recursive: true })
  const settings = path.join(site, 'content/site.toml')
  const text = readFileSync(settings, 'utf8')
  writeFileSync(settings, text.replace(/^base_url = .*$/m, `base_url = "https://${HOST}"`))
  const release = path.join(folder, 'built')
  run(otau, ['build', '--root', site, '--out', release, '--compress', 'fast'])

  const register = path.join(folder, 'register.jsonl')
  run(otau, ['demo', 'generate', '--clients', String(CLIENTS), '--seed', '7', '--out', register])
  const lines = readFileSync(register, 'utf8').trim().split('\n').map(line => JSON.parse(line))
  const clients = lines.filter(line => line.account && line.phone && line.contracts.length)
  return { otau, folder, site, release, register, clients }
}

/** Keys as `otau keys generate` makes them, in a file of its own. */
export function keysInto(otau, file) {
  writeFileSync(file, run(otau, ['keys', 'generate']), { mode: 0o600 })
  return file
}

/** A release, copied as the instructions say: what `current` points at is there before it. */
export function copyRelease(from, to) {
  run('cp', ['-a', from, to])
}

export function secret(file, text) {
  writeFileSync(file, text)
  chmodSync(file, 0o600)
  return file
}

/** An environment with nothing of Otau's in it but `more`. */
export function environment(more) {
  const plain = Object.entries(process.env).filter(([name]) => !name.startsWith('OTAU_') && name !== 'CREDENTIALS_DIRECTORY')
  return { ...Object.fromEntries(plain), ...more }
}

/** What an outbox holds, a message a line. */
export function messagesIn(outbox) {
  return existsSync(outbox) ? readFileSync(outbox, 'utf8').split('\n').filter(Boolean) : []
}

/** The codes among messages that were sent to a phone. */
export function codesTo(phone, messages) {
  return messages.filter(line => line.includes(` ${phone}: `)).map(line => /: (\d{6})\b/.exec(line)?.[1]).filter(Boolean)
}
