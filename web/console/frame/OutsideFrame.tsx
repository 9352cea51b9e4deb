import type { ComponentChildren, JSX } from 'preact'
import { Logo } from '#web/ui/Logo.tsx'
import { wordsIn } from '../words/words.ts'
import { type ConsoleChrome, ConsoleLayout, LanguageSwitch } from './ConsoleLayout.tsx'

export type OutsideFrameProps = {
  chrome: ConsoleChrome
  title: string
  inError: boolean
  island?: string
  children: ComponentChildren
}

/** The frame of the pages before the console: the mark, one card, the language. */
export function OutsideFrame({ chrome, title, inError, island, children }: OutsideFrameProps): JSX.Element {
  return (
    <ConsoleLayout
      chrome={chrome}
      title={title}
      section={null}
      inError={inError}
      {...(island === undefined ? {} : { island })}
    >
      <div class="outside">
        <p class="outside-brand">
          <Logo size={40} />
          <span>{wordsIn(chrome.lang).layout.product}</span>
        </p>
        <h1>{title}</h1>
        {children}
        <p class="outside-foot">
          <LanguageSwitch chrome={chrome} />
        </p>
      </div>
    </ConsoleLayout>
  )
}
