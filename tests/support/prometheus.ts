import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Need } from './needs.ts'
import { freePort } from './process.ts'
import { until } from './until.ts'

export type Prometheus = {
  /** Names of the alerts that fire now. */
  firing(): Promise<Set<string>>
  /** How many series an expression has now. Throws what Prometheus finds wrong with it. */
  ask(expression: string): Promise<number>
  stop(): Promise<void>
}

/** `npm test` offers to install it. */
export const prometheusPrograms: Need = {
  what: 'Prometheus (Debian: prometheus)',
  isHere: existsSync('/usr/bin/prometheus') && existsSync('/usr/bin/promtool'),
  inCi: true,
}

/**
 * A real Prometheus that asks these ports every `seconds`, with the rules of deploy/. What a rule waits for is shortened, and
 * nothing else of it is changed: every `for:` is none, and `shorter` names the thresholds that are lower here.
 */
export async function startPrometheus(
  ports: number[],
  shorter: Record<string, string>,
  seconds = 1,
): Promise<Prometheus> {
  const directory = await mkdtemp(join(tmpdir(), 'musubi-prometheus-'))
  let rules = (await readFile('deploy/prometheus/musubi-alerts.yaml', 'utf8')).replaceAll(
    /for: \d+[mh]/g,
    'for: 0s',
  )
  for (const [from, to] of Object.entries(shorter)) {
    if (!rules.includes(from)) throw new Error(`no rule says ${from}`)
    rules = rules.replace(from, to)
  }
  await writeFile(join(directory, 'rules.yaml'), rules)
  const targets = ports.map((port) => `127.0.0.1:${port}`)
  const config = {
    global: { scrape_interval: `${seconds}s`, scrape_timeout: `${seconds}s`, evaluation_interval: '1s' },
    rule_files: ['rules.yaml'],
    scrape_configs: [{ job_name: 'musubi', static_configs: [{ targets }] }],
  }
  // YAML 1.2 holds JSON.
  await writeFile(join(directory, 'prometheus.yml'), JSON.stringify(config))
  const port = await freePort()
  const child = spawn(
    '/usr/bin/prometheus',
    [
      `--config.file=${join(directory, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  )
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const get = async (path: string) => fetch(`http://127.0.0.1:${port}${path}`)
  await until('Prometheus is ready', () =>
    get('/-/ready').then(
      ({ ok }) => ok,
      () => false,
    ),
  )
  return {
    async firing() {
      const { data } = await (await get('/api/v1/alerts')).json()
      const alerts: { state: string; labels: { alertname: string } }[] = data.alerts
      return new Set(alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels.alertname))
    },
    async ask(expression) {
      const answer = await (await get(`/api/v1/query?query=${encodeURIComponent(expression)}`)).json()
      if (answer.status !== 'success') throw new Error(`${expression}: ${answer.error}`)
      return Array.isArray(answer.data.result) ? answer.data.result.length : 0
    },
    async stop() {
      child.kill('SIGKILL')
      await ended
      await rm(directory, { recursive: true, force: true })
    },
  }
}
