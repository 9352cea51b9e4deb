import type { Document } from '#domain/document.ts'
import { untilDaytime } from '#domain/reminder-plan.ts'
import { NotNow } from '../refused.ts'

/** The job of a reminder that comes by night, because earlier tries failed, waits for the morning. Nobody hears a test's. */
export function waitForDay({ id, test }: Document, now: Date): void {
  const wait = test ? 0 : untilDaytime(now, id)
  if (wait > 0) throw new NotNow('nobody is reminded by night', wait)
}
