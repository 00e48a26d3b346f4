// Two nodes behind nginx on one PostgreSQL, each with an address of its own on this machine: 10.0.0.x of the documented
// files becomes 127.0.0.x.

import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { certify, documented, exists, freePort, hasIpv6, Process, run, until } from './machine.mjs'
import { codesTo, copyRelease, environment, HOST, keysInto, messagesIn, secret } from './release.mjs'
import { Place } from './visitor.mjs'

const PROXY = '127.0.0.10'

/** The database and its roles, made by the documented file under names of our own. */
export class Database {
  constructor(folder) {
    const given = process.env.OTAU_TEST_POSTGRES
    if (!given) throw new Error('OTAU_TEST_POSTGRES: the address of a PostgreSQL for trying out is not set')
    this.given = given
    this.mark = process.pid
    this.name = `otau_${this.mark}`
    this.owner = this.address('otau_owner')
    this.server = this.address('otau_server')
    this.folder = folder
  }

  address(role) {
    const url = new URL(this.given)
    url.username = `${role}_${this.mark}`
    url.pathname = this.name
    return url.href
  }

  make() {
    const file = path.join(this.folder, 'postgres.sql')
    const text = documented('postgres.sql', [['otau_owner', 'otau_owner'], ['otau_server', 'otau_server']])
    writeFileSync(file, text.replace(/\botau(_owner|_server)?\b/g, name => `${name}_${this.mark}`))
    run('psql', ['-qX', '-v', 'ON_ERROR_STOP=1', '-d', this.given, '-f', file])
  }

  /** Rows of a query, asked as a superuser: lists of texts. */
  ask(sql, name = this.name) {
    const url = new URL(this.given)
    url.pathname = name
    const lines = run('psql', ['-qXAt', '-F', '\t', '-v', 'ON_ERROR_STOP=1', '-d', url.href, '-c', sql]).trim()
    return lines ? lines.split('\n').map(line => line.split('\t')) : []
  }

  /** Nobody gets in any more, and who is in is thrown out. */
  shut() {
    this.ask(`ALTER DATABASE ${this.name} ALLOW_CONNECTIONS false`, 'postgres')
    this.ask(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${this.name}'`, 'postgres')
  }

  open() {
    this.ask(`ALTER DATABASE ${this.name} ALLOW_CONNECTIONS true`, 'postgres')
  }

  drop() {
    this.ask(`DROP DATABASE IF EXISTS ${this.name} WITH (FORCE)`, 'postgres')
    this.ask(`DROP ROLE IF EXISTS otau_owner_${this.mark}`, 'postgres')
    this.ask(`DROP ROLE IF EXISTS otau_server_${this.mark}`, 'postgres')
  }
}

/** A node: its folder, its settings, its process. */
export class Node {
  constructor(given, name, address, port, database, keys) {
    Object.assign(this, { name, otau: given.otau, folder: path.join(given.folder, name) })
    mkdirSync(path.join(this.folder, 'site/content'), { recursive: true })
    cpSync(path.join(given.site, 'content/site.toml'), path.join(this.folder, 'site/content/site.toml'))
    copyRelease(given.release, path.join(this.folder, 'public'))
    this.outbox = path.join(this.folder, 'outbox.txt')
    this.config = path.join(this.folder, 'otau.toml')
    const settings = documented('otau-node.toml', [
      ['10.0.0.11:8080', `${address}:${port}`],
      ['10.0.0.10', PROXY],
      ['gateway = "mobizon"', 'gateway = "outbox"'],
    ])
    writeFileSync(this.config, `${settings}\n[sms.outbox]\nfile = "outbox.txt"\nin_production = true\n`)
    const unit = documented('otau-node.conf', [
      ['/usr/local/bin/otau', given.otau],
      ['/srv/otau/site', path.join(this.folder, 'site')],
      ['/var/lib/otau/public', path.join(this.folder, 'public')],
      ['/etc/otau/otau.toml', this.config],
    ])
    this.command = /^ExecStart=(.+)$/m.exec(unit)[1].split(' ')
    const databaseFile = secret(path.join(this.folder, 'database'), database.server)
    this.environment = environment({ OTAU_KEYS_FILE: keys, OTAU_DATABASE_FILE: databaseFile })
    this.place = new Place({ name, address, port, host: HOST })
    this.starts = 0
  }

  start() {
    const [program, ...args] = this.command
    this.starts += 1
    const log = path.join(this.folder, `log-${this.starts}`)
    this.process = new Process(program, args, { log, cwd: this.folder, env: this.environment })
  }

  /** Whether it answers, in time. */
  async ready(seconds = 60) {
    const up = await until(async () => !this.process.isRunning || (await this.status('/readyz')) === 200, seconds)
    if (!up || !this.process.isRunning) throw new Error(`${this.name} is not ready:\n${this.process.said()}`)
  }

  async status(target) {
    return (await this.place.ask('GET', target, { fresh: true }).catch(() => undefined))?.status
  }

  /** Requests that visitors made, not those by which it is looked after. */
  async requests() {
    return this.counted('otau_http_requests_total', /route="\/(metrics|readyz)"/)
  }

  /** The sum of a counter over its labels but some. */
  async counted(name, without = /^$/) {
    const { text } = await this.place.ask('GET', '/metrics', { fresh: true })
    const lines = text.split('\n').filter(line => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    return lines.filter(line => !without.test(line)).reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
  }

  async stop(signal) {
    return this.process?.stop(signal)
  }
}

/** nginx as it is documented, within a file of settings that keeps everything in a folder of ours. */
async function nginx(folder, nodes) {
  const own = path.join(folder, 'nginx')
  mkdirSync(own)
  const [certificate, key] = [path.join(own, 'cert.pem'), path.join(own, 'key.pem')]
  certify(HOST, certificate, key)
  const [tls, plain] = [await freePort(), await freePort()]
  const six = await hasIpv6()
  const text = documented('nginx.conf', [
    ['10.0.0.11:8080', `${nodes[0].place.address}:${nodes[0].place.port}`],
    ['10.0.0.12:8080', `${nodes[1].place.address}:${nodes[1].place.port}`],
    ['listen 443 ', `listen ${PROXY}:${tls} `],
    ['listen [::]:443 ssl http2;', six ? `listen [::1]:${tls} ssl http2;` : ''],
    ['listen 80;', `listen ${PROXY}:${plain};`],
    ['listen [::]:80;', six ? `listen [::1]:${plain};` : ''],
    ['/etc/nginx/portal.pem', certificate],
    ['/etc/nginx/portal.key', key],
  ])
  writeFileSync(path.join(own, 'otau.conf'), text)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(name => `  ${name}_temp_path ${own}/${name};`)
  const whole = [
    process.getuid() === 0 ? 'user root;' : '',
    'daemon off;',
    'worker_processes 2;',
    `pid ${own}/pid;`,
    `error_log ${own}/error.log;`,
    'events {}',
    'http {',
    '  access_log off;',
    ...temporary,
    // The address by which the nodes know the proxy.
    `  proxy_bind ${PROXY};`,
    `  include ${own}/otau.conf;`,
    '}',
  ]
  const file = path.join(own, 'nginx.conf')
  writeFileSync(file, whole.filter(Boolean).join('\n'))
  // Not every user's path leads there.
  const program = exists('nginx') ? 'nginx' : '/usr/sbin/nginx'
  const started = new Process(program, ['-p', own, '-e', `${own}/error.log`, '-c', file], { log: path.join(own, 'log') })
  const ca = readFileSync(certificate)
  const front = new Place({ name: 'nginx', address: PROXY, port: tls, host: HOST, ca })
  const door = new Place({ name: 'nginx, plain', address: PROXY, port: plain, host: HOST })
  const up = await until(async () => !started.isRunning || (await door.ask('GET', '/', { fresh: true }).catch(() => undefined)), 20)
  if (!up || !started.isRunning) throw new Error(`nginx does not run:\n${started.said()}`)
  return { process: started, front, door }
}

/** All of it, up to nodes that are not started yet. */
export async function cluster(given, defer) {
  const database = new Database(given.folder)
  defer(() => database.drop())
  database.make()
  const keys = keysInto(given.otau, path.join(given.folder, 'keys'))
  const nodes = []
  for (const [name, address] of [['a', '127.0.0.11'], ['b', '127.0.0.12']]) {
    nodes.push(new Node(given, name, address, await freePort(), database, keys))
  }
  defer(() => Promise.all(nodes.map(node => node.stop('SIGKILL'))))
  // What an operator runs: by the role that may change tables, or by the one of the servers.
  const operating = address => ({
    cwd: nodes[0].folder,
    env: environment({ OTAU_KEYS_FILE: keys, OTAU_DATABASE: address }),
  })
  const operate = (address, ...args) => run(given.otau, [...args, '--config', nodes[0].config], operating(address))
  const operateAside = (address, ...args) =>
    new Process(given.otau, [...args, '--config', nodes[0].config], { log: path.join(given.folder, 'operate'), ...operating(address) })
  const proxy = await nginx(given.folder, nodes)
  defer(() => proxy.process.stop())
  const messages = () => nodes.flatMap(node => messagesIn(node.outbox))
  const codes = phone => codesTo(phone, messages())
  return { database, nodes, operate, operateAside, messages, codes, ...proxy }
}
