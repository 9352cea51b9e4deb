import { badRequest, detail, notFound } from './refusal-kinds.ts'

/** What is refused because a document is not concluded yet, or just being, or because its day is not over. */
export const conclusionAnswers = {
  not_concluded: notFound('The document is not concluded, so there is no certificate yet.'),
  conclusion_pending: badRequest(
    'Every recipient has consented and the seal is being made; the document cannot be cancelled any more.',
  ),
  record_not_made: notFound(
    (refusal) =>
      `The evidence record is made when the day is over in Tokyo; ask again after ${detail(refusal, 'after')}.`,
  ),
  record_of_test: notFound('Documents of test clients have no evidence record: they bind nobody.'),
}
