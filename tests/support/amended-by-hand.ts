/**
 * What a person with psql does to a document: its body is changed (docs/decisions/0026), everything else follows.
 * $1: the document's id. $2: the members that it gets.
 */
export const amendDocument = 'update documents set snapshot = snapshot::jsonb || $2::jsonb where id = $1'

/** The same for one of its participants; $1 is theirs. */
export const amendParticipant = `
  update documents d set snapshot = jsonb_set(d.snapshot::jsonb, array['participants', (place - 1)::text], value || $2::jsonb)
  from documents whose, jsonb_array_elements(whose.snapshot::jsonb->'participants') with ordinality each (value, place)
  where value->>'id' = $1 and whose.id = (select document_id from participants where id = $1) and d.id = whose.id`
