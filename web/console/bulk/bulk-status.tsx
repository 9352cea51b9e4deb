import type { JSX } from 'preact'
import type { BulkCounts, BulkRowState, BulkSend, BulkState } from '#domain/bulk-send.ts'
import type { Language } from '#domain/language.ts'
import { StatusDot, type StatusTone } from '#web/ui/StatusDot.tsx'
import { bulkWords } from './bulk-words.ts'

const tones: Record<BulkState, StatusTone> = {
  checked: 'warning',
  running: 'active',
  paused: 'warning',
  stopped: 'quiet',
  done: 'success',
}

/** How it stands, as word plus dot. */
export function BulkStatus({ state, lang }: { state: BulkState; lang: Language }): JSX.Element {
  return <StatusDot tone={tones[state]}>{bulkWords(lang).states[state]}</StatusDot>
}

/** Rows that are over, whatever became of them, and all that were to be made. */
export function doneOf(counts: BulkCounts): { done: number; all: number } {
  const done = counts.sent + counts.made + counts.refused
  return { done, all: done + counts.ready }
}

/** What became of the rows, in one line. */
export function countsLine(send: BulkSend, counts: BulkCounts, lang: Language): string {
  const words = bulkWords(lang)
  const shown: BulkRowState[] = ['sent', 'made', 'ready', 'refused', 'faulty', 'left_out']
  const said = shown
    .filter((state) => counts[state] > 0)
    .map((state) => {
      const name = state === 'ready' && send.state === 'stopped' ? words.notSent : words.rowStates[state]
      return words.progress.counts(name, counts[state])
    })
  if (counts.linksWaiting > 0) said.push(words.progress.linksWaiting(counts.linksWaiting))
  return said.join(lang === 'ja' ? '・' : ', ')
}
