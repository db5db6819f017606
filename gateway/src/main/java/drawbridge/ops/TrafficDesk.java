package drawbridge.ops;

import drawbridge.journal.TrafficReads.Place;
import drawbridge.journal.TrafficReads.Recorded;
import drawbridge.mapping.FlowName;
import drawbridge.opsapi.MappingFile;
import drawbridge.opsapi.MappingProblem;
import drawbridge.opsapi.RecordId;
import drawbridge.opsapi.TrafficField;
import drawbridge.opsapi.TrafficFlow;
import drawbridge.opsapi.TrafficReplay;
import drawbridge.opsapi.TrafficSample;
import drawbridge.opsapi.TrafficWish;
import drawbridge.replay.Difference;
import drawbridge.replay.Replay;
import drawbridge.replay.Replay.Answer;
import drawbridge.replay.Replay.Looked;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/// Puts recorded changes through mappings that are handed in.
final class TrafficDesk {

    private static final int MOST = 500;

    /// Of each field; the newest.
    private static final int SAMPLES = 20;

    private static final int LONGEST = 500;

    private final Replays replays;

    TrafficDesk(Replays replays) {
        this.replays = replays;
    }

    Future<?> replay(Asked asked) {
        UUID _ = asked.once();
        TrafficWish wish = asked.body(TrafficWish.class);
        if (wish.most() < 1 || wish.most() > MOST) {
            throw Refusal.badInput("most", "most is a whole number from 1 to " + MOST + ".");
        }
        if (wish.files().isEmpty()) {
            throw Refusal.badInput("files", "Send the mappings that are to be tried.");
        }
        String tenant = asked.tenant();
        Map<String, String> files =
                wish.files().stream()
                        .collect(
                                Collectors.toMap(
                                        MappingFile::path, MappingFile::text, (_, last) -> last));
        return replays.page(
                        TenantId.named(tenant),
                        tenant,
                        new Replay.Wish(
                                wish.since(),
                                Optional.ofNullable(wish.flow()).map(FlowName::new),
                                Optional.ofNullable(wish.after()).map(TrafficDesk::place),
                                wish.most(),
                                files))
                .map(TrafficDesk::told);
    }

    private static TrafficReplay told(Answer answer) {
        return switch (answer) {
            case Answer.Refused(var problems) ->
                    new TrafficReplay(
                            problems.stream()
                                    .map(
                                            one ->
                                                    new MappingProblem(
                                                            one.file(),
                                                            one.line(),
                                                            one.column(),
                                                            one.sentence()))
                                    .toList(),
                            List.of(),
                            null);
            case Answer.Told(List<Looked> changes, Optional<Place> next) -> {
                Map<String, List<Looked>> byFlow =
                        changes.stream()
                                .collect(
                                        Collectors.groupingBy(
                                                one -> one.change().flow().value(),
                                                TreeMap::new,
                                                Collectors.toList()));
                List<TrafficFlow> flows = new ArrayList<>();
                byFlow.forEach((name, all) -> flows.add(flow(name, all)));
                yield new TrafficReplay(List.of(), flows, next.map(TrafficDesk::text).orElse(null));
            }
        };
    }

    private static TrafficFlow flow(String name, List<Looked> all) {
        List<Replay.Result> results = all.stream().flatMap(one -> one.result().stream()).toList();
        long different = results.stream().filter(one -> !one.differences().isEmpty()).count();
        return new TrafficFlow(
                name,
                all.size(),
                results.size() - different,
                different,
                all.size() - results.size(),
                results.stream().filter(Replay.Result::agreed).count(),
                all.stream().filter(Looked::earlier).count(),
                results.stream().filter(one -> one.refusedNow() && !one.refusedThen()).count(),
                results.stream().filter(one -> one.refusedThen() && !one.refusedNow()).count(),
                fields(all));
    }

    private static List<TrafficField> fields(List<Looked> all) {
        Map<String, List<TrafficSample>> fields = new LinkedHashMap<>();
        for (Looked one : all) {
            for (Difference difference :
                    one.result().map(Replay.Result::differences).orElse(List.of())) {
                fields.computeIfAbsent(difference.field(), _ -> new ArrayList<>())
                        .add(sample(one.change(), difference));
            }
        }
        return fields.entrySet().stream()
                .map(
                        each ->
                                new TrafficField(
                                        each.getKey(),
                                        each.getValue().size(),
                                        each.getValue().stream().limit(SAMPLES).toList()))
                .sorted(Comparator.comparingLong(TrafficField::changes).reversed())
                .toList();
    }

    private static TrafficSample sample(Recorded change, Difference difference) {
        return new TrafficSample(
                change.change().toString(),
                change.at(),
                new RecordId(change.record().resource().toString(), change.record().id()),
                cut(difference.then()),
                cut(difference.now()));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }

    private static String text(Place place) {
        return place.at() + "/" + place.change() + "/" + place.flow();
    }

    private static Place place(String text) {
        String[] parts = text.split("/", 3);
        try {
            return new Place(Instant.parse(parts[0]), UUID.fromString(parts[1]), parts[2]);
        } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException no) {
            throw Refusal.badInput("after", "after is what the answer before named as next.");
        }
    }
}
