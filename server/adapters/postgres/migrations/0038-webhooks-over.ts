/**
 * What the receiver refused goes after its time, as what arrived does: the index by which it is found. `terminal_webhooks`:
 * URLs that a command before a terminal registered, so that the next one knows what a killed one left. A table of its own, for
 * to alter `webhook_endpoints` and `deliveries` in one transaction would wait crosswise with a delivery.
 */
export const webhooksOver = `
create index deliveries_refused_by_end on deliveries (ended_at) where state = 'refused';

create table terminal_webhooks (endpoint_id text primary key);
`
