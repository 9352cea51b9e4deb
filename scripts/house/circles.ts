/**
 * The groups in which everybody reaches everybody else (strongly connected components, R. E. Tarjan, 1972); a node alone is
 * none. Sorted, so that two runs say the same.
 */
export function circlesOf(arrows: Iterable<readonly [from: string, to: string]>): string[][] {
  const graph = new Map<string, Set<string>>()
  for (const [from, to] of arrows) {
    if (from === to) continue
    graph.set(from, (graph.get(from) ?? new Set()).add(to))
  }
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const circles: string[][] = []

  const visit = (node: string): number => {
    const number = order.size
    order.set(node, number)
    lowest.set(node, number)
    open.push(node)
    for (const next of graph.get(node) ?? []) {
      const reached = order.has(next)
        ? open.includes(next)
          ? (order.get(next) ?? number)
          : number
        : visit(next)
      lowest.set(node, Math.min(lowest.get(node) ?? number, reached))
    }
    if (lowest.get(node) === number) {
      const group = open.splice(open.indexOf(node))
      if (group.length > 1) circles.push(group.toSorted())
    }
    return lowest.get(node) ?? number
  }
  for (const node of [...graph.keys()].toSorted()) if (!order.has(node)) visit(node)
  return circles
}
