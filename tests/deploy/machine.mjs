// What the tests of the documented deployment stand on: its files with values of this machine, processes, certificates.

import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { root } from '../runner.mjs'

/** A file of `docs/deploy` with some of its values replaced. One that is not there means the file says something else now. */
export function documented(name, replacements) {
  let text = readFileSync(path.join(root, 'docs/deploy', name), 'utf8')
  for (const [from, to] of replacements) {
    if (!text.includes(from)) throw new Error(`docs/deploy/${name} does not say ${JSON.stringify(from)}`)
    text = text.replaceAll(from, to)
  }
  return text
}

/** A port on which nobody listens. */
export async function freePort() {
  const server = net.createServer()
  await new Promise((done, failed) => server.once('error', failed).listen(0, '0.0.0.0', done))
  const { port } = server.address()
  await new Promise(done => server.close(done))
  return port
}

export function hasIpv6() {
  return new Promise(done => {
    const server = net.createServer().once('error', () => done(false))
    server.listen(0, '::1', () => server.close(() => done(true)))
  })
}

export const pause = millis => new Promise(done => setTimeout(done, millis))

/** Asks again until the answer is truthy, and hands it on; undefined when it did not come in time. */
export async function until(ask, seconds) {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > end) return undefined
    await pause(100)
  }
}

/** Runs a program to its end; its standard output. What it says on standard error comes with the fault. */
export function run(program, args, options = {}) {
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options })
  if (done.error) throw done.error
  if (done.status !== 0) throw new Error(`${path.basename(program)} ${args.join(' ')} ended with ${done.status ?? done.signal}:\n${done.stderr}`)
  return done.stdout
}

export function exists(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
}

/** A process that runs until it is told to stop; what it says goes into a file. */
export class Process {
  constructor(program, args, { log, ...options }) {
    this.log = log
    this.child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
    for (const stream of [this.child.stdout, this.child.stderr]) stream.on('data', chunk => appendFileSync(log, chunk))
    this.child.on('error', error => appendFileSync(log, `${error}\n`))
    this.ended = new Promise(done => this.child.on('exit', (code, signal) => done({ code, signal })))
  }

  get isRunning() {
    return this.child.exitCode === null && this.child.signalCode === null
  }

  said() {
    return existsSync(this.log) ? readFileSync(this.log, 'utf8') : ''
  }

  /** How it ended; SIGKILL when it takes longer than `seconds`. */
  async stop(signal = 'SIGTERM', seconds = 20) {
    if (this.isRunning) this.child.kill(signal)
    const late = setTimeout(() => this.child.kill('SIGKILL'), seconds * 1000)
    const end = await this.ended
    clearTimeout(late)
    return end
  }
}

/** A certificate of its own authority for `host`, as two PEM files. */
export function certify(host, certificate, key) {
  const subject = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`]
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', certificate], { stdio: 'pipe' })
}
