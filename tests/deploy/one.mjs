// One machine: docs/deploy/otau-one.toml started by the commands of docs/deploy/otau.service, with SQLite and TLS by Otau.

import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import tls from 'node:tls'
import { X509Certificate } from 'node:crypto'
import { certify, documented, freePort, hasIpv6, Process, run, until } from './machine.mjs'
import { codesTo, environment, HOST, keysInto, messagesIn } from './release.mjs'
import { Place, Visitor } from './visitor.mjs'

const PASSWORD = 'Кең-дала 7 тұлпар'

export async function one(given, check, defer) {
  const machine = await install(given)
  const [migrate, serve] = machine.commands
  const options = { cwd: machine.folder, env: machine.environment }
  run(migrate[0], migrate.slice(1), options)
  run(given.otau, ['import', given.register, '--config', machine.config], options)
  const log = path.join(machine.folder, 'log')
  const process = new Process(serve[0], serve.slice(1), { log, ...options })
  defer(() => process.stop('SIGKILL'))
  const up = await until(async () => !process.isRunning || (await machine.certificate()), 300)
  if (!up || !process.isRunning) throw new Error(`the server does not run:\n${process.said()}`)
  const pid = process.child.pid

  check('one machine', (await machine.certificate()) === machine.written(), 'the certificate is not the one of the file')
  // Taken up by itself within half a minute; meanwhile the rest is tried.
  machine.renew()
  await clients(given, machine, check)
  const taken = await until(async () => (await machine.certificate()) === machine.written(), 60)
  check('certificate', taken, 'a new certificate is not served')
  machine.renew()
  process.child.kill('SIGHUP')
  const told = await until(async () => (await machine.certificate()) === machine.written(), 10)
  check('certificate', told, 'a new certificate is not served after a reload')
  check('certificate', process.isRunning && process.child.pid === pid, 'the server was restarted')
  await backup(given, machine, options, check)
  const end = await process.stop()
  check('one machine', end.code === 0, `it ended with ${end.code ?? end.signal}: ${process.said()}`)
}

/** Everything that the instructions put somewhere, in a folder of ours. */
async function install(given) {
  const folder = path.join(given.folder, 'one')
  const credentials = path.join(folder, 'credentials')
  mkdirSync(credentials, { recursive: true, mode: 0o700 })
  keysInto(given.otau, path.join(credentials, 'keys'))
  const [certificate, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')]
  certify(HOST, certificate, key)
  const [port, six] = [await freePort(), await hasIpv6()]
  const config = path.join(folder, 'otau.toml')
  const settings = documented('otau-one.toml', [
    ['[::]:443', `${six ? '[::]' : '0.0.0.0'}:${port}`],
    ['/etc/otau/cert.pem', certificate],
    ['/etc/otau/key.pem', key],
    ['sqlite:///var/lib/otau/cabinet.db', `sqlite://${folder}/state/cabinet.db`],
    ['gateway = "mobizon"', 'gateway = "outbox"'],
  ])
  writeFileSync(config, `${settings}\n[sms.outbox]\nfile = "outbox.txt"\nin_production = true\n`)
  const unit = documented('otau.service', [
    ['/usr/local/bin/otau', given.otau],
    ['/srv/otau/site', given.site],
    ['/var/lib/otau/public', given.release],
    ['/etc/otau/otau.toml', config],
  ])
  const commands = ['ExecStartPre', 'ExecStart'].map(name => new RegExp(`^${name}=(.+)$`, 'm').exec(unit)[1].split(' '))
  // The certificate changes while this is asked; which one is served is looked at by itself.
  const place = () => new Place({ name: 'one', address: '127.0.0.1', port, host: HOST, ca: null })
  return {
    folder,
    config,
    commands,
    place,
    environment: environment({ OTAU_KEYS_FILE: path.join(credentials, 'keys'), CREDENTIALS_DIRECTORY: credentials }),
    outbox: path.join(folder, 'outbox.txt'),
    database: path.join(folder, 'state/cabinet.db'),
    renew: () => certify(HOST, certificate, key),
    written: () => new X509Certificate(readFileSync(certificate)).fingerprint256,
    certificate: () => fingerprint(port),
  }
}

/** The fingerprint of the certificate that is served. */
function fingerprint(port) {
  return new Promise(done => {
    const socket = tls.connect({ host: '127.0.0.1', port, servername: HOST, rejectUnauthorized: false })
    socket.on('secureConnect', () => {
      done(socket.getPeerX509Certificate().fingerprint256)
      socket.destroy()
    })
    socket.on('error', () => done(undefined))
  })
}

async function clients({ clients: [client] }, machine, check) {
  const group = 'one machine'
  const place = machine.place()
  for (const target of ['/kk/', '/ru/', `/ru/search?q=${encodeURIComponent('договор')}`]) {
    const answer = await place.ask('GET', target)
    check(group, answer.status === 200, `${target}: ${answer.status}`)
  }
  const visitor = new Visitor()
  await visitor.begin(place, client)
  const code = await until(() => codesTo(client.phone, messagesIn(machine.outbox))[0], 20)
  check(group, code, 'no code came')
  const page = await visitor.get(place, '/ru/cabinet/first/code')
  await visitor.send(place, page, '/ru/cabinet/first/code', { code })
  const choice = await visitor.get(place, '/ru/cabinet/first/password')
  const set = await visitor.send(place, choice, '/ru/cabinet/first/password', { password: PASSWORD, repeat: PASSWORD })
  check(group, set.headers.location === '/ru/cabinet/profile', `the password: ${set.status} ${set.headers.location}`)
  const other = new Visitor()
  const inside = await other.signIn(place, client, PASSWORD)
  check(group, inside.headers.location === '/ru/cabinet/profile', `signing in: ${inside.status}`)
  const profile = await other.get(place, '/ru/cabinet/profile')
  check(group, profile.status === 200 && profile.text.includes(client.surname), `the profile: ${profile.status}`)
  check(group, [...other.cookies.keys()].includes('__Host-sid'), `cookies: ${[...other.cookies.keys()]}`)
  check(group, (statSync(machine.database).mode & 0o077) === 0, 'others may read the database')
  place.close()
}

/** A backup of the running server becomes another machine's database. */
async function backup(given, machine, options, check) {
  const group = 'backup'
  const file = path.join(machine.folder, 'backup')
  run(given.otau, ['backup', file, '--config', machine.config], options)
  const bytes = readFileSync(file)
  check(group, !bytes.includes('SQLite format') && !bytes.includes(given.clients[0].iin), 'a backup that is not sealed')
  const restored = `sqlite://${machine.folder}/restored/cabinet.db`
  run(given.otau, ['migrate', '--config', machine.config, '--database', restored], options)
  run(given.otau, ['restore', file, '--config', machine.config, '--database', restored], options)
  const show = database =>
    run(given.otau, ['client', 'show', given.clients[0].account, '--config', machine.config, '--database', database], options)
  const before = show(`sqlite://${machine.database}`)
  check(group, before !== '' && show(restored).includes(given.clients[0].account), 'the client is not in the copy')
}
