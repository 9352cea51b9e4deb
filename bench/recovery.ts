import { awaitConclusion, giveConsent, type Office, openAgreement, readContract } from './agreement.ts'
import { openClient } from './browserless-client.ts'
import { type Product, type ProductOptions, startProduct } from './product.ts'

export type Recovery = { median: number; slowest: number }

/**
 * Milliseconds from `kill -9`, right after the consent was answered, until the interrupted document is concluded by a
 * server that is started again at once. Leaves a running server.
 */
export async function measureRecovery(
  running: Product,
  options: ProductOptions,
  officeAt: (product: Product) => Office,
  times: number,
): Promise<{ recovery: Recovery; running: Product }> {
  const took: number[] = []
  let product = running
  for (let time = 0; time < times; time++) {
    const office = officeAt(product)
    const opened = await openAgreement(office)
    await giveConsent(office, await readContract(office, opened))
    const killed = performance.now()
    await product.kill()
    office.client.close()
    product = await startProduct(options)
    const client = openClient(product.url)
    await awaitConclusion({ ...office, client }, opened.documentId)
    took.push(performance.now() - killed)
    client.close()
  }
  const sorted = took.toSorted((a, b) => a - b)
  const recovery = { median: sorted[Math.floor(times / 2)] ?? 0, slowest: sorted.at(-1) ?? 0 }
  return { recovery, running: product }
}
