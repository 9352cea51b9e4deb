const leastPause = 1000

/** Looks whether the document is ready, and goes on when it is, without a flicker while it is not. */
async function waitUntilReady(heading: HTMLElement): Promise<void> {
  const pause = Math.max(leastPause, Number(heading.dataset.seconds) * 1000)
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, pause))
    try {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      if (page.querySelector('#preparing') === null) return location.reload()
    } catch {
      // Offline for a moment: the next look may get through.
    }
  }
}

const heading = document.querySelector<HTMLElement>('#preparing')
if (heading !== null) void waitUntilReady(heading)
