package drawbridge.intake;

import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Dice;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.TenantSpec.Connection;
import drawbridge.mapping.Value;
import drawbridge.system.RecordFacts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Reads bytes again that could not be read when they came in: as they are, under today's mappings,
/// or as a person wants them. Which way they came is not asked: what a webhook of the tenant's
/// systems could say is tried first, then a bare record.
public final class Rereading {

    /// Bytes that are read again say nothing about how well webhooks arrive.
    private static final WebhookContent.Told NOBODY = (_, _) -> {};

    private final Supplier<Mappings> mappings;
    private final Dice dice;

    public Rereading(Supplier<Mappings> mappings, Dice dice) {
        this.mappings = mappings;
        this.dice = dice;
    }

    /// What the bytes say now.
    public sealed interface Result {

        /// @param changes at least one, all of them readable
        record Read(List<Incoming> changes) implements Result {}

        /// @param why what is wrong and where, in plain words
        record Unreadable(String why) implements Result {}
    }

    /// @param resource what the bytes are about, as far as that is known: `system.resource`
    public Result read(String tenant, Optional<String> resource, byte[] bytes) {
        Mappings now = mappings.get();
        Optional<TenantSpec> spec = now.tenant(tenant);
        if (spec.isEmpty()) {
            return new Result.Unreadable("the tenant " + tenant + " is not among the mappings");
        }
        Reception reception = new Reception(now, spec.get(), dice, Optional.empty());
        List<List<Incoming>> readings = new ArrayList<>();
        for (Map.Entry<String, Connection> each :
                new TreeMap<>(spec.get().connections()).entrySet()) {
            SystemSpec system = each.getValue().system();
            boolean possible = resource.isEmpty() || resource.get().startsWith(system.name() + ".");
            if (possible) {
                system.webhook()
                        .map(
                                hook ->
                                        new WebhookContent(system, hook, reception, NOBODY)
                                                .again(bytes))
                        .ifPresent(readings::add);
                resource.flatMap(name -> record(system, name, reception, bytes))
                        .ifPresent(change -> readings.add(List.of(change)));
            }
        }
        return readings.stream()
                .filter(Rereading::isUseful)
                .findFirst()
                .<Result>map(Result.Read::new)
                .orElseGet(() -> new Result.Unreadable(why(readings)));
    }

    private static Optional<Incoming> record(
            SystemSpec system, String resource, Reception reception, byte[] bytes) {
        String name = resource.substring(system.name().length() + 1);
        return system.resource(name)
                .flatMap(
                        spec ->
                                object(bytes)
                                        .flatMap(
                                                record ->
                                                        RecordFacts.of(spec, record)
                                                                .id()
                                                                .map(
                                                                        id ->
                                                                                reception.change(
                                                                                        spec,
                                                                                        id,
                                                                                        record,
                                                                                        Bytes
                                                                                                .copyOf(
                                                                                                        bytes),
                                                                                        false,
                                                                                        true))));
    }

    private static Optional<Value.Obj> object(byte[] bytes) {
        try {
            return JsonText.parse(bytes) instanceof Value.Obj record
                    ? Optional.of(record)
                    : Optional.empty();
        } catch (JsonText.Malformed noJson) {
            return Optional.empty();
        }
    }

    private static boolean isUseful(List<Incoming> changes) {
        return !changes.isEmpty()
                && changes.stream()
                        .allMatch(
                                change ->
                                        change.unreadable().isEmpty()
                                                && !change.wants().isEmpty()
                                                && change.wants().stream()
                                                        .allMatch(want -> want.bad().isEmpty()));
    }

    private static String why(List<List<Incoming>> readings) {
        return readings.stream()
                .flatMap(List::stream)
                .flatMap(
                        change ->
                                change
                                        .unreadable()
                                        .or(
                                                () ->
                                                        change.wants().stream()
                                                                .flatMap(
                                                                        want -> want.bad().stream())
                                                                .findFirst())
                                        .stream())
                .findFirst()
                .orElse("no flow of the tenant wants what it says");
    }
}
