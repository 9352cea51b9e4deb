import type { JSX } from 'preact'
import { ConfirmContent, type Uploads } from './ConfirmContent.tsx'
import { type SigningChrome, SigningLayout } from './SigningLayout.tsx'
import { wordsIn } from './words.ts'

export type ConfirmPageProps = {
  chrome: SigningChrome
  base: string
  formToken: string
  revision: string
  title: string
  files: { name: string; pages: number }[]
  inputs: { id: string; value: string }[]
  uploads: Uploads | null
}

/** Screen 4 as a page of its own, for browsers without JavaScript. */
export function ConfirmPage(props: ConfirmPageProps): JSX.Element {
  return (
    <SigningLayout chrome={props.chrome} title={wordsIn(props.chrome.lang).confirm.title} step="consent">
      <ConfirmContent {...props} within="page" />
    </SigningLayout>
  )
}
