/** CSS pixels between the element and the middle of the window; 0 where it lies over it. */
function fromMiddle(element: HTMLElement): number {
  const { top, bottom } = element.getBoundingClientRect()
  const middle = innerHeight / 2
  return top > middle ? top - middle : bottom < middle ? middle - bottom : 0
}

/** Those nearest to the middle of the window first. Each is measured once. */
export function byDistance<T>(some: Iterable<T>, elementOf: (each: T) => HTMLElement): T[] {
  return [...some]
    .map((each) => ({ each, far: fromMiddle(elementOf(each)) }))
    .sort((a, b) => a.far - b.far)
    .map(({ each }) => each)
}

/** The same work, done at most once before the next picture of the screen, however often it is asked for. */
export function oncePerFrame(work: () => void): () => void {
  let asked = false
  return () => {
    if (asked) return
    asked = true
    requestAnimationFrame(() => {
      asked = false
      work()
    })
  }
}
