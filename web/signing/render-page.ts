import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { keepTogether } from '../ui/keep-together.ts'

/** A whole page as text, doctype included. */
export function renderPage(page: VNode): string {
  return `<!doctype html>${keepTogether(renderToString(page))}`
}
