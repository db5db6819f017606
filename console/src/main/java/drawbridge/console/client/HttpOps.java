package drawbridge.console.client;

import com.fasterxml.jackson.core.type.TypeReference;

import drawbridge.opsapi.ActionResult;
import drawbridge.opsapi.Breaker;
import drawbridge.opsapi.ImportPlan;
import drawbridge.opsapi.ImportResult;
import drawbridge.opsapi.ImportRows;
import drawbridge.opsapi.ImportSheet;
import drawbridge.opsapi.Me;
import drawbridge.opsapi.OpsJson;
import drawbridge.opsapi.OpsPaths;
import drawbridge.opsapi.Overview;
import drawbridge.opsapi.Page;
import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedDetail;
import drawbridge.opsapi.Throughput;
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

/// The ops API over HTTP.
final class HttpOps implements Ops {

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
    public ActionResult act(ActionRequest request) {
        var post =
                request(request.path())
                        .header("Content-Type", "application/json")
                        .header(OpsPaths.IDEMPOTENCY_KEY, request.idempotencyKey())
                        .POST(BodyPublishers.ofString(OpsJson.write(request.body())));
        return Answers.read(send(post.build()), new TypeReference<>() {});
    }

    @Override
    public ImportPlan importPlan(String tenant, ImportSheet sheet) {
        return handIn(OpsPaths.fill(OpsPaths.IMPORT, tenant), sheet, new TypeReference<>() {});
    }

    @Override
    public ImportResult importRows(String tenant, ImportRows rows) {
        return handIn(OpsPaths.fill(OpsPaths.IMPORT_ROWS, tenant), rows, new TypeReference<>() {});
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
