package drawbridge.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.bench.Results.Measure;
import drawbridge.bench.parts.HeapLog;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// What a run found, as JSON. Figures are medians of their rounds; those a change are divided by
/// the changes that were settled, or accepted where nothing crosses. What was not measured is null.
///
/// @param peak of the gateway's heap
record Report(BenchPlan plan, Results results, HeapLog.Peak peak, double seconds) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// How many of the dearest statements are told, and how much of each.
    private static final int DEAREST = 12;

    private static final int TEXT = 100;

    ObjectNode json() {
        ObjectNode all = JSON.createObjectNode();
        ObjectNode ratios = all.putObject("ratios");
        ObjectNode targets = all.putObject("targets");
        Ratio.of(results)
                .forEach(
                        ratio -> {
                            ratios.put(
                                    ratio.name(),
                                    ratio.value().map(value -> round(value, 3)).orElse(null));
                            targets.put(ratio.name(), ratio.target());
                        });
        all.put("plainCommitsPerSecond", results.plainCommits().map(Math::rint).orElse(null));
        ObjectNode measures = all.putObject("measures");
        for (Measure measure : Measure.values()) {
            if (!results.of(measure).isEmpty()) {
                measures.set(key(measure), json(measure, results.of(measure)));
            }
        }
        all.put("idleGatewayCores", results.idleCores().map(value -> round(value, 3)).orElse(null));
        ObjectNode claims = all.putObject("claimMillis");
        claims.put("noBacklog", millis(Measure.NO_BACKLOG)).put("backlog", millis(Measure.BACKLOG));
        all.put("longestGapSecondsWhileDraining", results.longestGap().orElse(null));
        ObjectNode asked = all.putObject("askedOfPostgres");
        results.counted().forEach(counted -> asked.set(counted.who(), json(counted)));
        all.putObject("heap").put("usedMb", peak.usedMb()).put("liveMb", peak.liveMb());
        all.putObject("plan")
                .put("records", plan.records())
                .put("hot", plan.hot())
                .put("tenants", plan.tenants())
                .put("backlog", plan.backlog())
                .put("rounds", plan.rounds())
                .put("windowSeconds", plan.window().toMillis() / 1e3);
        all.put("seconds", Math.rint(seconds));
        return all;
    }

    private @Nullable Double millis(Measure measure) {
        return results.claimMillis(measure).map(value -> round(value, 3)).orElse(null);
    }

    private static ObjectNode json(Counted counted) {
        ObjectNode one = JSON.createObjectNode();
        one.put("changes", counted.changes());
        one.put("statementsPer1000Changes", round(counted.statementsPer1000(), 1));
        one.put("roundTripsPer1000Changes", round(counted.tripsPer1000(), 1));
        one.put("claimsPer1000Changes", round(counted.claimsPer1000(), 1));
        one.put("bytesOnTheWirePerChange", round(counted.bytesPerChange(), 0));
        ArrayNode dearest = one.putArray("dearest");
        counted.statements().stream()
                .limit(DEAREST)
                .forEach(
                        statement ->
                                dearest.addObject()
                                        .put("statement", statement.shortly(TEXT))
                                        .put(
                                                "callsPer1000Changes",
                                                round(counted.per1000(statement.calls()), 1))
                                        .put(
                                                "microsPerChange",
                                                round(
                                                        statement.millis()
                                                                * 1_000
                                                                / Math.max(1, counted.changes()),
                                                        1)));
        return one;
    }

    private static ObjectNode json(Measure measure, List<Window> rounds) {
        boolean crosses = measure != Measure.INTAKE && measure != Measure.SINGLE_ROW;
        ToDoubleFunction<Window> changes =
                window -> Math.max(1, crosses ? window.settled() : window.accepted());
        ObjectNode one = JSON.createObjectNode();
        put(one, "acceptedPerSecond", 0, rounds, Window::acceptedPerSecond);
        put(one, "acceptP50Ms", 2, rounds, window -> window.accept().p50());
        put(one, "acceptP99Ms", 2, rounds, window -> window.accept().p99());
        if (crosses) {
            put(one, "deliveredPerSecond", 0, rounds, Window::writesPerSecond);
            put(one, "settledPerSecond", 0, rounds, Window::settledPerSecond);
            put(one, "deliveredP50Ms", 2, rounds, window -> window.delivered().p50());
            put(one, "deliveredP99Ms", 2, rounds, window -> window.delivered().p99());
        }
        put(
                one,
                "appCpuMicrosPerChange",
                1,
                rounds,
                window -> window.appMicros() / changes.applyAsDouble(window));
        put(
                one,
                "databaseCpuMicrosPerChange",
                1,
                rounds,
                window -> window.databaseMicros() / changes.applyAsDouble(window));
        put(one, "benchCpuShare", 2, rounds, Window::benchShare);
        put(
                one,
                "walBytesPerChange",
                0,
                rounds,
                window -> window.walBytes() / changes.applyAsDouble(window));
        put(
                one,
                "commitsPer1000Changes",
                1,
                rounds,
                window -> 1_000 * window.commits() / changes.applyAsDouble(window));
        return one;
    }

    private static void put(
            ObjectNode node,
            String name,
            int places,
            List<Window> rounds,
            ToDoubleFunction<Window> figure) {
        node.put(name, round(Median.of(rounds, figure), places));
    }

    private static double round(double value, int places) {
        double factor = Math.pow(10, places);
        return Math.rint(value * factor) / factor;
    }

    /// `END_TO_END` is `endToEnd`.
    private static String key(Measure measure) {
        StringBuilder key = new StringBuilder();
        for (String word : measure.name().split("_", -1)) {
            String small = word.toLowerCase(Locale.ROOT);
            key.append(
                    key.isEmpty()
                            ? small
                            : Character.toUpperCase(small.charAt(0)) + small.substring(1));
        }
        return key.toString();
    }
}
