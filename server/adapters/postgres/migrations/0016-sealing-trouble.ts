/** What stands in the way of a document's seal (`domain/sealing-trouble.ts`); null where nothing does. */
export const sealingTrouble = `
alter table documents add column sealing jsonb;
`
