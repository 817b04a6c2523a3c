"""What cannot be seen from a document's paths, by `METHOD path` or, for keys, by path."""

# Families that the sandbox has code of their own for: of these the table holds the paths and scopes alone.
WRITTEN = {
    "account", "actions", "certificates", "domains", "droplets", "firewalls", "floating_ips", "images",
    "load_balancers", "projects", "regions", "reports", "reserved_ips", "reserved_ipv6", "sizes", "snapshots", "tags",
    "volumes", "vpc_peerings", "vpcs",
}
NOT_WRITTEN = "/v2/droplets/autoscale"

DB = "/v2/databases/{database_cluster_uuid}"
KUBE = "/v2/kubernetes/clusters/{cluster_id}"
AI = "/v2/gen-ai"

KINDS = {
    "GET /v2/billing/{account_urn}/insights/{start_date}/{end_date}": "settings",
    "GET /v2/customers/my/invoices/{invoice_uuid}": "list",
    "GET /v2/databases/{database_cluster_uuid}/backups": "settings",
    "GET /v2/databases/{database_cluster_uuid}/online-migration": "once",
    "PUT /v2/databases/{database_cluster_uuid}/online-migration": "set",
    "GET /v2/vector-databases/{id}/backups/{backup_id}/restore": "once",
    "GET /v2/databases/{database_cluster_uuid}/schema-registry/config/{subject_name}": "settings",
    "PUT /v2/databases/{database_cluster_uuid}/schema-registry/config/{subject_name}": "set",
    "GET /v2/databases/{database_cluster_uuid}/schema-registry/{subject_name}/versions/{version}": "settings",
    "DELETE /v2/databases/{database_cluster_uuid}/online-migration/{migration_id}": "leave",
    "GET /v2/apps/{app_id}/job-invocations/{job_invocation_id}": "get",
    "GET /v2/registry": "latest",
    "DELETE /v2/registry": "drop",
    "POST /v2/registries/subscription": "set",
    "POST /v2/registry/subscription": "set",
    "GET /v2/registries/{registry_name}/garbage-collection": "latest",
    "GET /v2/registry/{registry_name}/garbage-collection": "latest",
    "GET /v2/security/scans/latest": "latest",
    "POST /v2/organizations/team": "create",
    "POST /v2/monitoring/sinks/destinations/{destination_uuid}": "update",
    "POST /v2/vector-databases/{id}/backups/{backup_id}/restore": "set",
    "POST /v2/gen-ai/custom_models/import": "create",
    "POST /v2/partner_network_connect/attachments/{pa_id}/service_key": "act",
    f"GET {KUBE}/clusterlint": "settings",
    f"POST {KUBE}/clusterlint": "act",
    f"DELETE {KUBE}/destroy_with_associated_resources/dangerous": "destroy",
    f"DELETE {KUBE}/destroy_with_associated_resources/selective": "destroy",
    "DELETE /v2/droplets/autoscale/{autoscale_pool_id}/dangerous": "destroy",
    f"POST {AI}/agents/{{agent_uuid}}/knowledge_bases/{{knowledge_base_uuid}}": "attach",
    f"POST {AI}/agents/{{parent_agent_uuid}}/child_agents/{{child_agent_uuid}}": "attach",
}

# The collection, where it is not where the path says.
HOMES = {
    "GET /v2/registry": "/v2/registries",
    "POST /v2/registry": "/v2/registries",
    "DELETE /v2/registry": "/v2/registries",
    "GET /v2/registry/options": "/v2/registries/options",
    "GET /v2/registry/subscription": "/v2/registries/subscription",
    "POST /v2/registry/subscription": "/v2/registries/subscription",
    "GET /v2/security/scans/latest": "/v2/security/scans",
    "POST /v2/organizations/team": "/v2/organizations/teams",
    "POST /v2/gen-ai/custom_models/import": "/v2/gen-ai/custom_models",
    "GET /v2/nfs/shares/{share_id}/access_points": "/v2/nfs/access_points",
    "POST /v2/nfs/shares/{share_id}/access_points": "/v2/nfs/access_points",
    f"GET {AI}/evaluation_test_cases/{{evaluation_test_case_uuid}}/evaluation_runs": f"{AI}/evaluation_runs",
    f"GET {AI}/knowledge_bases/{{knowledge_base_uuid}}/indexing_jobs": f"{AI}/indexing_jobs",
    f"GET {AI}/workspaces/{{workspace_uuid}}/evaluation_test_cases": f"{AI}/evaluation_test_cases",
    f"GET {AI}/scheduled-indexing/knowledge-base/{{knowledge_base_uuid}}": f"{AI}/scheduled-indexing",
    f"GET {AI}/agents/{{uuid}}/child_agents": f"{AI}/agents/{{uuid}}/child_agents",
}
for _name in ("registries", "registry"):
    _at, _home = f"/v2/{_name}/{{registry_name}}", "/v2/registries/{registry_name}"
    HOMES[f"GET {_at}/repositoriesV2"] = f"{_home}/repositories"
    for _call in ("GET", "POST"):
        HOMES[f"{_call} {_at}/garbage-collection"] = f"{_home}/garbage-collections"
    HOMES[f"PUT {_at}/garbage-collection/{{garbage_collection_uuid}}"] = f"{_home}/garbage-collections"

ROOTS = {
    "POST /v2/security/settings/suppressions": "resources",
    f"GET {AI}/model_evaluation_runs": "runs",
    f"GET {AI}/evaluation_runs/{{evaluation_run_uuid}}/results": "prompts",
    "GET /v2/spaces/keys/{access_key}": "keys",
    f"GET {AI}/knowledge_bases/{{uuid}}": "knowledge_base",
    f"GET {AI}/model_evaluation_runs/{{eval_run_uuid}}": "run",
    "GET /v2/registry": "registry",
    "GET /v2/registries/{registry_name}/garbage-collection": "garbage_collection",
    "GET /v2/registry/{registry_name}/garbage-collection": "garbage_collection",
    "GET /v2/security/scans/latest": "scan",
    "POST /v2/gen-ai/custom_models/import": "model",
}

KEYS = {
    "/v2/databases/{database_cluster_uuid}/logsink/{logsink_id}": "sink_id",
    "/v2/functions/namespaces/{namespace_id}": "namespace",
    "/v2/gen-ai/scheduled-indexing/knowledge-base/{knowledge_base_uuid}": "knowledge_base_uuid",
    "/v2/gen-ai/model_evaluation_runs/{eval_run_uuid}": "eval_run_uuid",
    "/v2/registries/{registry_name}/garbage-collection/{garbage_collection_uuid}": "uuid",
    "/v2/registry/{registry_name}/garbage-collection/{garbage_collection_uuid}": "uuid",
    "/v2/gen-ai/agents/{agent_uuid}/guardrails/{guardrail_uuid}": "guardrail_uuid",
    "/v2/gen-ai/agents/{parent_agent_uuid}/child_agents/{child_agent_uuid}": "uuid",
}

# The fields that name objects which no operation shows one of.
HOME_KEYS = {
    "/v2/customers/my/invoices": "invoice_uuid",
    "/v2/security/scans/*/findings": "finding_uuid",
    "/v2/organizations/teams": "uuid",
    "/v2/apps/*/alerts": "id",
    "/v2/vector-databases/*/backups": "backup_id",
}
