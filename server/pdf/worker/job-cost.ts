import { readFileSync } from 'node:fs'

/** A child that has worked for so long, or has grown so large, is replaced by a fresh one. */
export const retiredAfterSeconds = 400
export const retiredAboveBytes = 400 * 1024 * 1024
/** How the system and V8 end a process that meets its limits. A SIGKILL from elsewhere says nothing about the file. */
export const limitSignals = new Set(['SIGABRT', 'SIGTRAP', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGXCPU'])

/**
 * What one job may cost. Processor time says something of the file, whatever else the machine does; wall time of the
 * machine only, which may be loaded or swapping.
 */
export type JobLimits = { processorSeconds: number; wallSeconds: number }

/**
 * A stranger's file of 1,000 pages that needs repair costs 2.6 s (measured). Drawing and sealing may cost more than the
 * rehearsal at intake did, for there may be more recipients and fields: what was accepted never fails by time.
 */
export const jobLimits = {
  strangers: { processorSeconds: 20, wallSeconds: 120 },
  sealing: { processorSeconds: 60, wallSeconds: 300 },
} satisfies Record<string, JobLimits>

/** How a job met its limits. `heavy`: the machine was late, and the job had cost half of what it may by then. */
export type Overrun = { of: 'processor' } | { of: 'wall'; heavy: boolean }

const lookMilliseconds = 250

/**
 * Looks after a job in this process until the answered function is called, and tells once when it meets a limit. Where
 * the system does not say what a process costs, wall time stands for processor time.
 */
export function watchCost(
  pid: number | undefined,
  { processorSeconds, wallSeconds }: JobLimits,
  tell: (overrun: Overrun) => void,
): () => void {
  const began = performance.now()
  let before: number | null = null
  const timer = setInterval(() => {
    const used = pid === undefined ? null : processorSecondsOf(pid)
    // What earlier jobs cost; the beginning of this one is given away, for most jobs end before the first look.
    before ??= used
    const cost = used === null || before === null ? null : used - before
    const late = (performance.now() - began) / 1000 > wallSeconds
    if (cost === null ? late : cost > processorSeconds) end({ of: 'processor' })
    else if (late) end({ of: 'wall', heavy: cost !== null && cost > processorSeconds / 2 })
  }, lookMilliseconds)

  function end(overrun: Overrun): void {
    clearInterval(timer)
    tell(overrun)
  }
  return () => clearInterval(timer)
}

/** The kernel's unit of time in /proc, the same on all architectures that Node runs on. */
const ticksPerSecond = 100

/** Processor time of a process with all its threads, its own and the kernel's for it; null where nobody says it. */
function processorSecondsOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // Behind the name, which may hold anything: state is field 3, utime 14, stime 15 (proc_pid_stat(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = Number(fields[11]) + Number(fields[12])
    return Number.isFinite(ticks) ? ticks / ticksPerSecond : null
  } catch {
    return null
  }
}
