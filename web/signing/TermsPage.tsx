import type { JSX } from 'preact'
import { LinkButton } from '#web/ui/Button.tsx'
import { type SigningChrome, SigningLayout } from './SigningLayout.tsx'
import { wordsIn } from './words.ts'

export type TermsPageProps = {
  chrome: SigningChrome
  base: string
  /** Plain text; an empty line parts paragraphs. */
  text: string
}

/** The team's terms, where it wrote them into its settings. */
export function TermsPage({ chrome, base, text }: TermsPageProps): JSX.Element {
  const words = wordsIn(chrome.lang).terms
  return (
    <SigningLayout chrome={chrome} title={words.title} step={null}>
      <h1>{words.title}</h1>
      {text.split(/\n\s*\n/).map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      <LinkButton href={base} kind="quiet">
        {words.back}
      </LinkButton>
    </SigningLayout>
  )
}
