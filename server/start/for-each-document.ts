import { reasonOf } from '#server/usecases/failure-reason.ts'
import { DatabaseAway } from '#server/usecases/refused.ts'

/** One document that cannot be read holds up no other. */
export async function forEachDocument(
  documents: string[],
  work: (documentId: string) => Promise<unknown>,
  { failed }: { failed: (failure: { document: string; reason: string }) => void },
): Promise<void> {
  for (const document of documents) {
    await work(document).catch((error: unknown) => {
      if (error instanceof DatabaseAway) throw error
      failed({ document, reason: reasonOf(error) })
    })
  }
}
