package drawbridge.console.client;

import com.fasterxml.jackson.core.type.TypeReference;

import drawbridge.opsapi.ActionResult;
import drawbridge.opsapi.Audit;
import drawbridge.opsapi.AuditFinding;
import drawbridge.opsapi.AuditWish;
import drawbridge.opsapi.Backfill;
import drawbridge.opsapi.BackfillWish;
import drawbridge.opsapi.Breaker;
import drawbridge.opsapi.Edit;
import drawbridge.opsapi.Found;
import drawbridge.opsapi.ImportPlan;
import drawbridge.opsapi.ImportResult;
import drawbridge.opsapi.ImportRows;
import drawbridge.opsapi.ImportSheet;
import drawbridge.opsapi.Job;
import drawbridge.opsapi.JobDetail;
import drawbridge.opsapi.JobPreview;
import drawbridge.opsapi.JobWish;
import drawbridge.opsapi.Me;
import drawbridge.opsapi.OpsJson;
import drawbridge.opsapi.OpsPaths;
import drawbridge.opsapi.Overview;
import drawbridge.opsapi.Page;
import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedDetail;
import drawbridge.opsapi.Pause;
import drawbridge.opsapi.PauseResult;
import drawbridge.opsapi.PauseWish;
import drawbridge.opsapi.Preview;
import drawbridge.opsapi.PreviewWish;
import drawbridge.opsapi.Proof;
import drawbridge.opsapi.RecordId;
import drawbridge.opsapi.Throughput;
import drawbridge.opsapi.Timeline;
import drawbridge.opsapi.TrafficReplay;
import drawbridge.opsapi.TrafficWish;
import drawbridge.opsapi.Waiting;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The ops API over HTTP.
final class HttpOps implements Ops {

    /// Of what is only looked at, so that repeating it does no harm.
    private static final String ANY_KEY = "look";

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final HttpClient http;
    private final GatewayAddress gateway;
    private final Token token;

    HttpOps(HttpClient http, GatewayAddress gateway, Token token) {
        this.http = http;
        this.gateway = gateway;
        this.token = token;
    }

    @Override
    public Me me() {
        return get(OpsPaths.ME, new TypeReference<>() {});
    }

    @Override
    public Overview overview(TenantScope scope) {
        return get(OpsPaths.OVERVIEW + scope.parameter('?'), new TypeReference<>() {});
    }

    @Override
    public Throughput throughput(int seconds) {
        return get(OpsPaths.THROUGHPUT + "?seconds=" + seconds, new TypeReference<>() {});
    }

    @Override
    public List<Breaker> breakers(TenantScope scope) {
        return get(OpsPaths.BREAKERS, new TypeReference<List<Breaker>>() {}).stream()
                .filter(breaker -> scope.holds(breaker.tenant()))
                .toList();
    }

    @Override
    public List<Waiting> waiting(TenantScope scope, int limit) {
        String query = OpsPaths.WAITING + "?limit=" + limit + scope.parameter('&');
        return get(query, new TypeReference<>() {});
    }

    @Override
    public Page<Parked> parked(ParkedQuery query) {
        return get(query.pathAndQuery(), new TypeReference<>() {});
    }

    @Override
    public ParkedDetail detail(String tenant, String id) {
        return get(OpsPaths.fill(OpsPaths.PARKED_ITEM, tenant, id), new TypeReference<>() {});
    }

    @Override
    public List<Found> find(TenantScope scope, String id) {
        String query = OpsPaths.RECORDS + "?id=" + OpsPaths.encode(id) + scope.parameter('&');
        return get(query, new TypeReference<>() {});
    }

    @Override
    public Timeline timeline(String tenant, RecordId record) {
        return get(
                OpsPaths.fill(OpsPaths.TIMELINE, tenant, record.resource(), record.id()),
                new TypeReference<>() {});
    }

    @Override
    public List<Pause> pauses(TenantScope scope) {
        return get(OpsPaths.PAUSES + scope.parameter('?'), new TypeReference<>() {});
    }

    @Override
    public PauseResult pause(String tenant, boolean resume, PauseWish wish, String idempotencyKey) {
        String path = OpsPaths.fill(resume ? OpsPaths.RESUME : OpsPaths.PAUSE, tenant);
        return post(path, idempotencyKey, wish, new TypeReference<>() {});
    }

    @Override
    public List<Job> jobs(TenantScope scope) {
        return get(OpsPaths.JOBS + scope.parameter('?'), new TypeReference<>() {});
    }

    @Override
    public JobDetail job(String tenant, String id) {
        return get(OpsPaths.fill(OpsPaths.JOB, tenant, id), new TypeReference<>() {});
    }

    @Override
    public JobPreview preview(JobWish wish) {
        return post(OpsPaths.JOB_PREVIEW, ANY_KEY, wish, new TypeReference<>() {});
    }

    @Override
    public List<Job> start(JobWish wish, String idempotencyKey) {
        return post(OpsPaths.JOBS, idempotencyKey, wish, new TypeReference<>() {});
    }

    @Override
    public Job cancel(String tenant, String id, String idempotencyKey) {
        String path = OpsPaths.fill(OpsPaths.JOB_CANCEL, tenant, id);
        return post(path, idempotencyKey, Map.of(), new TypeReference<>() {});
    }

    @Override
    public Preview preview(String tenant, String id, PreviewWish wish) {
        String path = OpsPaths.fill(OpsPaths.PREVIEW, tenant, id);
        return post(path, ANY_KEY, wish, new TypeReference<>() {});
    }

    @Override
    public ActionResult edit(String tenant, String id, Edit edit, String idempotencyKey) {
        String path = OpsPaths.fill(OpsPaths.EDIT, tenant, id);
        return post(path, idempotencyKey, edit, new TypeReference<>() {});
    }

    @Override
    public ActionResult act(ActionRequest request) {
        return post(
                request.path(), request.idempotencyKey(), request.body(), new TypeReference<>() {});
    }

    private <T> T post(String path, String key, Object body, TypeReference<T> type) {
        var post =
                request(path)
                        .header("Content-Type", "application/json")
                        .header(OpsPaths.IDEMPOTENCY_KEY, key)
                        .POST(BodyPublishers.ofString(OpsJson.write(body)));
        return Answers.read(send(post.build()), type);
    }

    @Override
    public ImportPlan importPlan(String tenant, ImportSheet sheet) {
        return handIn(OpsPaths.fill(OpsPaths.IMPORT, tenant), sheet, new TypeReference<>() {});
    }

    @Override
    public ImportResult importRows(String tenant, ImportRows rows) {
        return handIn(OpsPaths.fill(OpsPaths.IMPORT_ROWS, tenant), rows, new TypeReference<>() {});
    }

    @Override
    public Audit audit(String tenant, AuditWish wish, String idempotencyKey) {
        String path = OpsPaths.fill(OpsPaths.AUDIT_START, tenant);
        return post(path, idempotencyKey, wish, new TypeReference<>() {});
    }

    @Override
    public Audit audit(String tenant, String id) {
        return get(OpsPaths.fill(OpsPaths.AUDIT, tenant, id), new TypeReference<>() {});
    }

    @Override
    public Audit repair(String tenant, String audit, String idempotencyKey) {
        String path = OpsPaths.fill(OpsPaths.AUDIT_REPAIR, tenant, audit);
        return post(path, idempotencyKey, Map.of(), new TypeReference<>() {});
    }

    @Override
    public List<AuditFinding> findings(String tenant, String id, String flow, int after) {
        String query =
                OpsPaths.fill(OpsPaths.AUDIT_FINDINGS, tenant, id)
                        + "?limit=500"
                        + (after == 0 ? "" : "&flow=" + OpsPaths.encode(flow) + "&after=" + after);
        return get(query, new TypeReference<>() {});
    }

    @Override
    public Backfill backfill(String tenant, BackfillWish wish, String idempotencyKey) {
        String path = OpsPaths.fill(OpsPaths.BACKFILL_START, tenant);
        return post(path, idempotencyKey, wish, new TypeReference<>() {});
    }

    @Override
    public Backfill backfill(String tenant, String id) {
        return get(OpsPaths.fill(OpsPaths.BACKFILL, tenant, id), new TypeReference<>() {});
    }

    @Override
    public Backfill backfill(String tenant, String id, BackfillAct act, String idempotencyKey) {
        String path = OpsPaths.fill(act.path(), tenant, id);
        return post(path, idempotencyKey, Map.of(), new TypeReference<>() {});
    }

    @Override
    public List<Backfill> backfills(TenantScope scope) {
        return get(OpsPaths.BACKFILLS + scope.parameter('?'), new TypeReference<>() {});
    }

    @Override
    public TrafficReplay replay(String tenant, TrafficWish wish) {
        String path = OpsPaths.fill(OpsPaths.TRAFFIC, tenant);
        return post(path, ANY_KEY, wish, new TypeReference<>() {});
    }

    @Override
    public List<Proof> proofs(TenantScope scope) {
        return get(OpsPaths.PROOFS + scope.parameter('?'), new TypeReference<>() {});
    }

    private <T> T handIn(String path, Object body, TypeReference<T> type) {
        var post =
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(OpsJson.write(body)));
        return Answers.read(send(post.build()), type);
    }

    private <T> T get(String pathAndQuery, TypeReference<T> type) {
        return Answers.read(send(request(pathAndQuery).GET().build()), type);
    }

    private HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(gateway.http(pathAndQuery))
                .timeout(LONGEST_WAIT)
                .header("Authorization", token.header())
                .header("Accept", "application/json");
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new GatewayTrouble.NoAnswer(Reach.sentence(gateway, e), false);
        } catch (HttpTimeoutException e) {
            throw new GatewayTrouble.NoAnswer(
                    "The gateway took longer than %d seconds to answer."
                            .formatted(LONGEST_WAIT.toSeconds()),
                    true);
        } catch (IOException e) {
            throw new GatewayTrouble.NoAnswer(Reach.sentence(gateway, e), true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GatewayTrouble.NoAnswer("The request was cancelled.", true);
        }
    }
}
