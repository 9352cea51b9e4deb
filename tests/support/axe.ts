import { existsSync, readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'

/** Where axe-core lies: it is no dependency of ours, so a machine may be without it. */
const path = process.env.AXE ?? '/tmp/axe/package/axe.min.js'

/** True where pages can be judged. */
export const axeIsHere = existsSync(path)

/** What axe finds wrong with the page, by the rules of WCAG 2.2 A and AA: rule and first element; empty when nothing. */
export async function judgedByAxe(page: Page): Promise<string[]> {
  // Evaluated and not added as a script: our pages let no script in.
  await page.evaluate(readFileSync(path, 'utf8'))
  return page.evaluate(async () => {
    type Axe = {
      run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
    }
    const { axe } = globalThis as unknown as { axe: Axe }
    const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
    const { violations } = await axe.run({ runOnly })
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
  })
}
