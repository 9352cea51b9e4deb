import type { FastifyRequest } from 'fastify'
import type { Musubi } from '#sdk/calls.ts'
import type { DemoLook } from '#web/playground/DemoShell.tsx'
import type { PlaygroundNeeds } from '../common/needs.ts'
import type { ContractFonts } from './contract-paper.ts'
import type { visitorCookie } from './visitor-cookie.ts'

/** What the pages of the demo rental company share. */
export type DemoSite = {
  musubi: Musubi
  visitor: ReturnType<typeof visitorCookie>
  clock: PlaygroundNeeds['clock']
  /** The frame of a page in the visitor's language. */
  look(request: FastifyRequest): DemoLook
  returnParameters: { document: string; error: string }
  fonts(): ContractFonts
  unprintable(text: string): string[]
}
