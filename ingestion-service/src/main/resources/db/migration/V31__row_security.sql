-- Besides the code, PostgreSQL keeps tenants apart: a connection sees and changes the rows of the tenant in its setting burnish.tenant, all rows for '*', and none without. The owner
-- of the tables is bound too; superusers and roles with BYPASSRLS are not. Keys (issued_key) are operators', who see those of all tenants.
--
-- A later migration that changes rows is run for '*', see quarkus.flyway.init-sql.

create function is_of_current_tenant(tenant text) returns boolean language sql stable return
    tenant = current_setting('burnish.tenant', true) or current_setting('burnish.tenant', true) = '*';

alter table file enable row level security, force row level security;
create policy of_tenant on file using (is_of_current_tenant(tenant));

alter table job enable row level security, force row level security;
create policy of_tenant on job using (is_of_current_tenant(tenant));

alter table upload enable row level security, force row level security;
create policy of_tenant on upload using (is_of_current_tenant(tenant));

alter table webhook enable row level security, force row level security;
create policy of_tenant on webhook using (is_of_current_tenant(tenant));

-- What belongs to a row of these is seen with it.

alter table job_event enable row level security, force row level security;
create policy of_tenant on job_event using (exists (select from job where job.id = job_event.job_id));

alter table checkpoint enable row level security, force row level security;
create policy of_tenant on checkpoint using (exists (select from job where job.id = checkpoint.job_id));

alter table upload_part enable row level security, force row level security;
create policy of_tenant on upload_part using (exists (select from upload where upload.id = upload_part.upload_id));

alter table webhook_delivery enable row level security, force row level security;
create policy of_tenant on webhook_delivery
    using (exists (select from webhook where webhook.id = webhook_delivery.webhook_id));
