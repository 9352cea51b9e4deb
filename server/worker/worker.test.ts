import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { JobQueue, TakenJob, WorkerWatch } from '#server/usecases/job-ports.ts'
import { DatabaseAway } from '#server/usecases/refused.ts'
import type { Tasks } from './tasks.ts'
import { startWorker } from './worker.ts'

const job: TakenJob = {
  id: '1',
  job: 'send-sms',
  payload: { smsId: 'x' },
  attempts: 1,
  last: false,
  revision: 0,
}

function watchOf(holds: () => boolean = () => true): WorkerWatch {
  return {
    protect: () => undefined,
    holds,
    abandon: () => undefined,
    asks: () => undefined,
    heard: () => undefined,
    began: () => undefined,
    ended: () => undefined,
    stop: async () => undefined,
  }
}

type Scene = {
  queue: Partial<JobQueue>
  tasks?: Partial<Tasks>
  holds?: () => boolean
  stalledMilliseconds?: number
}

function start({ queue, tasks = {}, holds, stalledMilliseconds = 60_000 }: Scene) {
  const said: string[] = []
  let names = 0
  const worker = startWorker({
    queue: {
      take: async () => [],
      done: async () => undefined,
      failed: async () => undefined,
      postpone: async () => undefined,
      waiting: async () => [],
      ...queue,
    },
    watch: () => watchOf(holds),
    tasks: { 'send-sms': async () => undefined, ...tasks } as Tasks,
    places: { codes: 1, seals: 1, mail: 1, webhooks: 1 },
    newName: () => `worker-${names++}`,
    onAnswer: () => undefined,
    log: (_level, message) => void said.push(message),
    stalledMilliseconds,
  })
  return { worker, said }
}

const away = () => new DatabaseAway({ why: 'nothing listens there', cure: 'start it' }, null)

test('a worker that takes nothing while jobs are due is replaced, and the log says so', async () => {
  const workers = new Set<string>()
  const { worker, said } = start({
    stalledMilliseconds: 90,
    queue: {
      // The first one never gets an answer.
      take: (name) => {
        workers.add(name)
        return name === 'worker-0' ? new Promise(() => undefined) : Promise.resolve([])
      },
      waiting: async () => [{ job: 'send-sms', seconds: 60 }],
    },
  })
  await sleep(400)
  await worker.stop()
  expect(workers.size).toBeGreaterThan(1)
  expect(said).toContain('jobs are due and none was taken; the worker is replaced')
})

test('however often the worker is replaced, it says for how long nothing was taken', async () => {
  const workers = new Set<string>()
  const { worker } = start({
    stalledMilliseconds: 90,
    queue: {
      take: async (name) => {
        workers.add(name)
        return []
      },
      waiting: async () => [{ job: 'send-sms', seconds: 60 }],
    },
  })
  await sleep(400)
  const { codes } = await worker.overdue()
  await worker.stop()
  expect(workers.size).toBeGreaterThan(1)
  expect(codes).toBeGreaterThan(0.35)
})

test('a line that moves is not overdue, however long it is', async () => {
  let left = 50
  const { worker, said } = start({
    stalledMilliseconds: 300,
    tasks: { 'send-sms': () => sleep(20) },
    queue: {
      take: async (_name, wanted) => ((wanted[0]?.places ?? 0) > 0 && left-- > 0 ? [job] : []),
      waiting: async () => [{ job: 'send-sms', seconds: 3_600 }],
    },
  })
  await sleep(600)
  const { codes } = await worker.overdue()
  await worker.stop()
  expect(codes).toBeLessThan(0.3)
  expect(said).toEqual([])
})

test('a job that went with what it did is told of to nobody', async () => {
  const told: string[] = []
  const given = [job, { ...job, id: '2', job: 'deliver-webhook' }]
  const { worker } = start({
    tasks: { 'deliver-webhook': async () => 'settled' },
    queue: {
      take: async () => given.splice(0),
      done: async ({ id }) => void told.push(id),
    },
  })
  await sleep(50)
  await worker.stop()
  expect(told).toEqual(['1'])
})

test('a job that found the database away waits without losing a try, and its end is told until it is heard', async () => {
  const told: string[] = []
  let tries = 0
  let given = false
  const { worker, said } = start({
    tasks: {
      'send-sms': async () => {
        throw away()
      },
    },
    queue: {
      take: async () => {
        if (given) return []
        given = true
        return [job]
      },
      postpone: async (_worker, id) => {
        if (tries++ < 2) throw away()
        told.push(`postponed ${id}`)
      },
      failed: async () => void told.push('failed'),
    },
  })
  await sleep(600)
  await worker.stop()
  expect(told).toEqual(['postponed 1'])
  expect(said).toEqual([])
})

test('nothing is taken while the lock is not held, for to others the worker would look dead', async () => {
  let holds = false
  let taken = 0
  const { worker } = start({
    holds: () => holds,
    queue: {
      take: async () => {
        taken += 1
        return []
      },
    },
  })
  await sleep(100)
  expect(taken).toBe(0)
  holds = true
  await sleep(1_200)
  await worker.stop()
  expect(taken).toBeGreaterThan(0)
})

test('a job that is being taken while the process stops is done before it has stopped', async () => {
  const told: string[] = []
  let answer: (jobs: TakenJob[]) => void = () => undefined
  const { worker } = start({
    tasks: {
      'send-sms': async () => {
        await sleep(20)
        told.push('sent')
      },
    },
    queue: {
      take: () =>
        new Promise((resolve) => {
          answer = resolve
        }),
      done: async ({ id }) => void told.push(`done ${id}`),
    },
  })
  await sleep(20)
  const stopped = worker.stop().then(() => told.push('stopped'))
  await sleep(20)
  answer([job])
  await stopped
  expect(told).toEqual(['sent', 'done 1', 'stopped'])
})
