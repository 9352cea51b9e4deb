import type { FastifyRequest } from 'fastify'
import type { ToolLinks } from '#web/playground/ToolShell.tsx'
import { toolWords } from '#web/playground/tool-words.ts'
import { chosenLanguage, withoutParameters } from '../common/language.ts'
import type { PlaygroundNeeds } from './common/needs.ts'

/** What the frame of the virtual phone and mailbox needs: assets, and the language (Japanese until another is chosen). */
export function toolLinks({ assets }: Pick<PlaygroundNeeds, 'assets'>, request: FastifyRequest): ToolLinks {
  return {
    stylesheet: assets('playground.css'),
    script: assets('playground-phone.js'),
    icon: assets('favicon.svg'),
    words: toolWords[chosenLanguage(request) ?? 'ja'],
    path: withoutParameters(request.url, ['lang']),
  }
}
