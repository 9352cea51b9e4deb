import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Processor seconds by who spent them. */
export type Spent = { server: number; pdfWorker: number; postgres: number; client: number }

type Row = { pid: number; parent: number; own: number; ended: number }

const ticksPerSecond = 100

/** What the server, its PDF workers, PostgreSQL and this process have used so far. Linux only: read from `/proc`. */
export async function processorTime(serverPid: number, dataDirectory: string): Promise<Spent> {
  const rows = await processes()
  const server = rows.find((row) => row.pid === serverPid)
  const children = rows.filter((row) => row.parent === serverPid)
  const postmasterPid = await postmasterOf(dataDirectory)
  const postmaster = rows.find((row) => row.pid === postmasterPid)
  const backends = rows.filter((row) => row.parent === postmasterPid)
  const { user, system } = process.cpuUsage()
  return {
    server: server?.own ?? 0,
    pdfWorker: (server?.ended ?? 0) + sum(children.filter(({ pid }) => pid !== postmasterPid)),
    postgres: (postmaster?.own ?? 0) + (postmaster?.ended ?? 0) + sum(backends),
    client: (user + system) / 1_000_000,
  }
}

export function spentBetween(before: Spent, after: Spent): Spent {
  return {
    server: after.server - before.server,
    pdfWorker: after.pdfWorker - before.pdfWorker,
    postgres: after.postgres - before.postgres,
    client: after.client - before.client,
  }
}

/** Resident megabytes of the server process alone, and of each of its PDF workers, which are processes of their own. */
export type Memory = { server: number; pdfWorker: number[] }

/** In words. The parts are not summed: what each has of Node's own code is one memory. */
export function residentIn({ server, pdfWorker }: Memory): string {
  const children = pdfWorker.map((each) => `${Math.round(each)}`).join(' + ')
  return `server process ${Math.round(server)} MB${children && `, PDF workers ${children} MB`}`
}

/** What is resident now. */
export async function residentMemory(serverPid: number, dataDirectory: string): Promise<Memory> {
  const postmasterPid = await postmasterOf(dataDirectory)
  const children = (await processes()).filter((row) => row.parent === serverPid && row.pid !== postmasterPid)
  return {
    server: await megabytesOf(serverPid),
    pdfWorker: await Promise.all(children.map(({ pid }) => megabytesOf(pid))),
  }
}

async function megabytesOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}

async function postmasterOf(dataDirectory: string): Promise<number> {
  const lock = await readFile(join(dataDirectory, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '')
  return Number.parseInt(lock, 10)
}

/** proc(5): after the name in brackets come state, parent, …, utime, stime and the times of ended children. */
async function processes(): Promise<Row[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  const rows = await Promise.all(
    pids.map(async (pid) => {
      const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
      const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
      const seconds = (...indexes: number[]) =>
        indexes.reduce((total, index) => total + Number(fields[index] ?? 0), 0) / ticksPerSecond
      return { pid: Number(pid), parent: Number(fields[1]), own: seconds(11, 12), ended: seconds(13, 14) }
    }),
  )
  return rows
}

function sum(rows: Row[]): number {
  return rows.reduce((total, row) => total + row.own, 0)
}
