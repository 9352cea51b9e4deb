import type { Page } from 'playwright-core'

/** Notes from now on what jumps on the pages of this tab without being asked to, as browsers count it (Cumulative Layout Shift). */
export async function noteShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const noted: string[] = []
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        // A hair's breadth, as a page still arriving may have, is seen by nobody.
        if (Reflect.get(entry, 'hadRecentInput') || Reflect.get(entry, 'value') < 0.001) continue
        const node: Node | null | undefined = Reflect.get(entry, 'sources')[0]?.node
        const element = node instanceof Element ? node : node?.parentElement
        noted.push(`${Reflect.get(entry, 'value').toFixed(4)} ${element?.tagName}.${element?.className}`)
      }
      document.documentElement.dataset.jumps = noted.join('\n')
    }).observe({ type: 'layout-shift', buffered: true })
  })
}

/** What has jumped since the page was opened, after two frames in which it may still come to light. */
export function shiftsOf(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame)
    return document.documentElement.dataset.jumps?.split('\n') ?? []
  })
}
