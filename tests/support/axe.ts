import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const path = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

const source = readFileSync(path, 'utf8')

/** The rules of WCAG 2.2 A and AA, and those of them that colours can break. */
const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const ofColours = ['color-contrast', 'link-in-text-block']

/** What axe finds wrong with the page, by the rules of WCAG 2.2 A and AA: rule and first element; empty when nothing. */
export async function judgedByAxe(page: Page): Promise<string[]> {
  // Evaluated and not added as a script: our pages let no script in.
  await page.evaluate(source)
  return run(page, { type: 'tag', values: levels })
}

/**
 * The same in the light scheme and in the dark one. They differ in colours alone, so the second look asks only for
 * what colours can break.
 */
export async function judgedByAxeInBothSchemes(page: Page): Promise<{ light: string[]; dark: string[] }> {
  await page.emulateMedia({ colorScheme: 'light' })
  const light = await judgedByAxe(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  return { light, dark: await run(page, { type: 'rule', values: ofColours }) }
}

function run(page: Page, runOnly: { type: 'tag' | 'rule'; values: string[] }): Promise<string[]> {
  return page.evaluate(async (options) => {
    type Axe = {
      run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
    }
    const { axe } = globalThis as unknown as { axe: Axe }
    const { violations } = await axe.run({ runOnly: options, resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
  }, runOnly)
}
