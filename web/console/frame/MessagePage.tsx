import type { JSX } from 'preact'
import { LinkButton } from '#web/ui/Button.tsx'
import { type Words, wordsIn } from '../words/words.ts'
import { type ConsoleChrome, ConsoleLayout } from './ConsoleLayout.tsx'

export type MessageKind = Exclude<keyof Words['message'], 'back' | 'again' | 'backToDocument'>

export type MessagePageProps = {
  chrome: ConsoleChrome
  kind: MessageKind
  /** In place of the kind's own sentence. */
  sentence: string | null
  back: { href: string; words: string } | null
}

/** A page that says what happened and what to do. */
export function MessagePage({ chrome, kind, sentence, back }: MessagePageProps): JSX.Element {
  const words = wordsIn(chrome.lang).message
  const { title, lead } = words[kind]
  return (
    <ConsoleLayout chrome={chrome} title={title} section={null} inError>
      <div class="message">
        <h1>{title}</h1>
        <p>{sentence ?? lead}</p>
        <LinkButton href={back?.href ?? '/console/documents'}>{back?.words ?? words.back}</LinkButton>
      </div>
    </ConsoleLayout>
  )
}
