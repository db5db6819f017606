package drawbridge.intake;

import drawbridge.crossing.engine.Bounding;
import drawbridge.crossing.engine.Bounding.Lost;
import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.ListSpec.Changes;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Reading;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.sync.Sent;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The unanswered creates of which a list that is read to its end tells that nothing which comes in
/// for the first time afterwards was made by them ([Bounding]). Asked for before the reading
/// begins, and only where records carry no reference of ours.
///
/// A list that shows a window of time alone tells so of a create whose times lie well within it.
/// Which time the window is about is not known: so all of them that the create sent must.
final class Bounds {

    /// What a time without a zone may be off by.
    private static final Duration MARGIN = Duration.ofDays(1);

    private final Bounding bounding;
    private final TenantId tenant;
    private final List<Lost> creates;

    private Bounds(Bounding bounding, TenantId tenant, List<Lost> creates) {
        this.bounding = bounding;
        this.tenant = tenant;
        this.creates = List.copyOf(creates);
    }

    /// @param now by the gateway's clock, for the window
    static Future<Bounds> of(Bounding bounding, SweepTarget target, Instant now) {
        Future<List<Lost>> all = Future.succeededFuture(List.of());
        if (!target.deleted()) {
            for (Flow flow : target.tenant().flows().values()) {
                for (Side side : Side.values()) {
                    if (isMute(flow.end(side), target)) {
                        all = all.compose(so -> with(so, bounding, target, flow, side, now));
                    }
                }
            }
        }
        return all.map(creates -> new Bounds(bounding, target.key().tenant(), creates));
    }

    private static boolean isMute(Flow.End end, SweepTarget target) {
        return end.resource().equals(target.resource().name()) && end.externalReference().isEmpty();
    }

    private static Future<List<Lost>> with(
            List<Lost> before,
            Bounding bounding,
            SweepTarget target,
            Flow flow,
            Side side,
            Instant now) {
        Duration over = flow.end(side).consistency().plus(Bounding.OVER);
        return bounding.lost(target.key().tenant(), flow.name(), side, over)
                .map(
                        lost -> {
                            List<Lost> all = new ArrayList<>(before);
                            lost.stream()
                                    .filter(one -> isShown(target, flow, side, one, now))
                                    .forEach(all::add);
                            return all;
                        });
    }

    private static boolean isShown(
            SweepTarget target, Flow flow, Side side, Lost lost, Instant now) {
        return switch (target.list().changes()) {
            case Changes.Since _, Changes.Everything _ -> true;
            // What a token leaves out is not read again.
            case Changes.Tokens _ -> false;
            case Changes.Scan scan ->
                    lost.sent()
                            .map(Sent::members)
                            .filter(
                                    body ->
                                            isWithin(
                                                    times(flow, side, body),
                                                    now.minus(scan.back()).plus(MARGIN),
                                                    now.plus(scan.ahead()).minus(MARGIN)))
                            .isPresent();
        };
    }

    private static boolean isWithin(Optional<List<Instant>> times, Instant from, Instant to) {
        return times.filter(known -> !known.isEmpty())
                .filter(known -> known.stream().noneMatch(from::isAfter))
                .filter(known -> known.stream().noneMatch(to::isBefore))
                .isPresent();
    }

    /// When what is sent begins and ends; empty where that is not known, or where it repeats.
    private static Optional<List<Instant>> times(Flow flow, Side side, Value.Obj body) {
        Map<FieldName, Neutral> values = new HashMap<>();
        for (Reading reading : flow.read(side, State.of(body), Refs.NONE).values()) {
            if (reading instanceof Reading.Of group) {
                values.putAll(group.fields());
            }
        }
        List<Instant> times = new ArrayList<>();
        for (FieldName field : flow.times()) {
            switch (values.get(field)) {
                case Neutral.Timed timed -> {
                    Instant start = timed.start().atZone(timed.zone()).toInstant();
                    times.add(start);
                    times.add(start.plus(timed.length()));
                }
                case Neutral.AllDay days -> {
                    times.add(days.first().atStartOfDay(ZoneOffset.UTC).toInstant());
                    times.add(
                            days.first()
                                    .plusDays(days.days())
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant());
                }
                case null, default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(times);
    }

    /// What must be read at least, by the times of its records: all since the oldest of the creates
    /// began, and what the clocks of both may differ. Empty where nobody asks that of the reading.
    Optional<Instant> since() {
        return creates.stream()
                .map(Lost::startedAt)
                .min(Comparator.naturalOrder())
                .map(at -> at.minus(Bounding.OVER));
    }

    /// The list was read to its end, without leaving out anything.
    Future<Void> reached() {
        return creates.isEmpty() ? Future.succeededFuture() : bounding.bound(tenant, creates);
    }
}
