package drawbridge.console.traffic;

import drawbridge.opsapi.TrafficField;
import drawbridge.opsapi.TrafficFlow;
import drawbridge.opsapi.TrafficReplay;
import drawbridge.opsapi.TrafficSample;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What several pages say together.
final class TrafficSum {

    private final int samples;
    private final Map<String, TrafficFlow> flows = new TreeMap<>();

    /// @param samples that are kept of each field
    TrafficSum(int samples) {
        this.samples = samples;
    }

    void add(TrafficReplay page) {
        page.flows().forEach(flow -> flows.merge(flow.flow(), kept(flow), this::both));
    }

    long changes() {
        return flows.values().stream().mapToLong(TrafficFlow::changes).sum();
    }

    List<TrafficFlow> flows() {
        return List.copyOf(flows.values());
    }

    private TrafficFlow kept(TrafficFlow one) {
        return with(one, one.fields().stream().map(this::kept).toList());
    }

    private TrafficField kept(TrafficField one) {
        return new TrafficField(
                one.field(), one.changes(), one.samples().stream().limit(samples).toList());
    }

    private static TrafficFlow with(TrafficFlow one, List<TrafficField> fields) {
        return new TrafficFlow(
                one.flow(),
                one.changes(),
                one.same(),
                one.different(),
                one.untold(),
                one.agreed(),
                one.earlier(),
                one.refusedNow(),
                one.mended(),
                fields);
    }

    private TrafficFlow both(TrafficFlow newer, TrafficFlow older) {
        Map<String, TrafficField> fields = new LinkedHashMap<>();
        Stream.concat(newer.fields().stream(), older.fields().stream())
                .forEach(field -> fields.merge(field.field(), field, this::both));
        return new TrafficFlow(
                newer.flow(),
                newer.changes() + older.changes(),
                newer.same() + older.same(),
                newer.different() + older.different(),
                newer.untold() + older.untold(),
                newer.agreed() + older.agreed(),
                newer.earlier() + older.earlier(),
                newer.refusedNow() + older.refusedNow(),
                newer.mended() + older.mended(),
                fields.values().stream()
                        .sorted(Comparator.comparingLong(TrafficField::changes).reversed())
                        .toList());
    }

    private TrafficField both(TrafficField newer, TrafficField older) {
        List<TrafficSample> all = new ArrayList<>(newer.samples());
        all.addAll(older.samples());
        return kept(new TrafficField(newer.field(), newer.changes() + older.changes(), all));
    }
}
