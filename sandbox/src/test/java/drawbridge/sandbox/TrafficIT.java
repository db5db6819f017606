package drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import drawbridge.sandbox.traffic.Traffic;
import drawbridge.sandbox.traffic.TrafficPlan;

import io.vertx.core.Vertx;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

class TrafficIT {

    @Test
    void everyIntentHasItsAcknowledgementAndItsEffectInALedger(@TempDir Path folder)
            throws Exception {
        try (var town = new Town(folder)) {
            var told = run(town, folder.resolve("traffic.jsonl"));

            var intents = all(told, "intent");
            var acks = all(told, "ack");
            assertThat(intents).hasSizeGreaterThan(50);
            assertThat(acks).containsExactlyInAnyOrderElementsOf(intents);
            assertThat(all(told, "op"))
                    .contains("create", "retitle", "move", "delete", "rename-contact", "bad-title");
            assertThat(effects(folder, "acme")).containsAll(acknowledged(told, "acme"));
            assertThat(effects(folder, "app")).containsAll(acknowledged(told, "app"));
        }
    }

    @Test
    void oneUserHasNoPartnerInTheAppUntilMidway(@TempDir Path folder) throws Exception {
        try (var town = new Town(folder)) {
            var told = run(town, folder.resolve("traffic.jsonl"));

            var last = "/v1/members?mail=user3@example.com";
            var members = town.traffic("GET", town.app + last, "").body().get("items");
            var firstDeed = told.getFirst().get("at").asText();
            var appeared = members.get(0).get("createdAt").asLong();
            assertThat(members).hasSize(1);
            assertThat(java.time.Instant.ofEpochMilli(appeared))
                    .isAfter(java.time.Instant.parse(firstDeed));
        }
    }

    @Test
    void forgedDeliveriesReachTheGateway(@TempDir Path folder) throws Exception {
        try (var town = new Town(folder)) {
            var told = run(town, folder.resolve("traffic.jsonl"));

            assertThat(all(told, "delivery")).isNotEmpty();
            await().until(
                            () ->
                                    town.gateway.deliveries.stream()
                                            .anyMatch(
                                                    d ->
                                                            d.header("webhook-id")
                                                                    .contains("forged")));
        }
    }

    @Test
    void peopleLogWhatTheyDidAndThinkBetterOfIt(@TempDir Path folder) throws Exception {
        try (var town = new Town(folder)) {
            var told = run(town, folder.resolve("traffic.jsonl"));

            assertThat(all(told, "op")).contains("log", "log-edit");
            var facts = town.control("GET", town.acme + "/control/activities?account=north", "");
            assertThat(facts.body().get("items")).isNotEmpty();
        }
    }

    @Test
    void somebodyDeletesAScreenfulWithinASecond(@TempDir Path folder) throws Exception {
        try (var town = new Town(folder)) {
            var told = run(town, folder.resolve("traffic.jsonl"));

            var gone =
                    lines(folder.resolve("acme/ledger.jsonl")).stream()
                            .filter(l -> l.path("path").asText().endsWith("/batch-delete"))
                            .toList();
            assertThat(gone).hasSizeGreaterThanOrEqualTo(15);
            assertThat(gone.stream().map(l -> l.at("/effect/id").asText()))
                    .containsExactlyElementsOf(massDeleted(told));
            var first = java.time.Instant.parse(gone.getFirst().get("at").asText());
            var last = java.time.Instant.parse(gone.getLast().get("at").asText());
            assertThat(Duration.between(first, last)).isLessThan(Duration.ofSeconds(1));
        }
    }

    private static List<String> massDeleted(List<JsonNode> told) {
        return told.stream()
                .filter(line -> line.at("/fields/mass").asBoolean())
                .map(line -> line.get("id").asText())
                .toList();
    }

    private static List<JsonNode> run(Town town, Path ledger) throws IOException {
        var accounts = List.copyOf(town.acmeAccounts.all());
        var plan =
                new TrafficPlan(
                        town.acme,
                        town.app,
                        "control",
                        accounts,
                        7,
                        100,
                        Duration.ofSeconds(2),
                        ledger,
                        3,
                        4,
                        5,
                        1,
                        true,
                        true);
        var vertx = Vertx.vertx();
        try {
            var traffic = new Traffic(plan, InstantSource.system());
            var _ = vertx.deployVerticle(traffic).await();
            var _ = traffic.finished().await();
        } finally {
            var _ = vertx.close().await();
        }
        return lines(ledger);
    }

    private static List<String> acknowledged(List<JsonNode> told, String side) {
        var meant =
                told.stream()
                        .filter(line -> line.path("side").asText().equals(side))
                        .map(line -> line.get("intent").asText())
                        .collect(Collectors.toSet());
        return told.stream()
                .filter(line -> meant.contains(line.path("ack").asText()))
                .filter(line -> line.get("status").asInt() < 300 && line.hasNonNull("id"))
                .map(line -> line.get("id").asText())
                .toList();
    }

    private static Set<String> effects(Path folder, String side) throws IOException {
        var ids = new HashSet<String>();
        for (var line : lines(folder.resolve(side).resolve("ledger.jsonl"))) {
            ids.add(line.at("/effect/id").asText());
        }
        return ids;
    }

    private static List<String> all(List<JsonNode> lines, String field) {
        return lines.stream()
                .filter(l -> l.hasNonNull(field))
                .map(l -> l.get(field).asText())
                .toList();
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        var json = new ObjectMapper();
        var lines = new ArrayList<JsonNode>();
        for (var line : Files.readAllLines(file)) {
            lines.add(json.readTree(line));
        }
        return lines;
    }
}
