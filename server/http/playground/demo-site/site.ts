import type { Musubi } from '#sdk/calls.ts'
import type { DemoLook } from '#web/playground/DemoShell.tsx'
import type { PlaygroundNeeds } from '../needs.ts'
import type { ContractFonts } from './contract-paper.ts'
import type { visitorCookie } from './visitor-cookie.ts'

/** What the pages of the demo rental company share. */
export type DemoSite = {
  musubi: Musubi
  visitor: ReturnType<typeof visitorCookie>
  clock: PlaygroundNeeds['clock']
  look: DemoLook
  returnParameters: { document: string; error: string }
  fonts(): ContractFonts
  unprintable(text: string): string[]
}
