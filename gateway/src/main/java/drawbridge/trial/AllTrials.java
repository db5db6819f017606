package drawbridge.trial;

import drawbridge.mapping.Lookup;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.mapping.check.document.Shape;
import drawbridge.platform.StartFailure;
import drawbridge.system.Listing.Page;
import drawbridge.system.RecordFacts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Tries each operation that a system's file describes, as far as it harms nothing: lists, then
/// reads and lookups of what they show. With leave to write, a record of each resource that can be
/// deleted is made after one that is there, changed to what it is, and deleted.
final class AllTrials {

    private static final String BY_REFERENCE = "external-reference";

    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

    /// Further back only if nothing changed since.
    private static final Duration BACK = Duration.ofDays(30);

    private final Chosen chosen;
    private final Trials trials;
    private final boolean writes;
    private final Consumer<Result> each;
    private final List<Result> results = new ArrayList<>();

    /// What became of one operation.
    sealed interface Result {

        String name();

        record Tried(Attempt attempt) implements Result {

            @Override
            public String name() {
                return attempt.name();
            }
        }

        record Untried(String name, String why) implements Result {}
    }

    /// @param each is told each result as it comes
    AllTrials(Chosen chosen, Trials trials, boolean writes, Consumer<Result> each) {
        this.chosen = chosen;
        this.trials = trials;
        this.writes = writes;
        this.each = each;
    }

    /// The longest name that a result can have.
    static int longestName(Chosen chosen) {
        return chosen.spec().resources().values().stream()
                .flatMap(
                        spec ->
                                java.util.stream.Stream.concat(
                                                java.util.stream.Stream.of("deleted"),
                                                spec.lookups().keySet().stream())
                                        .map(name -> spec.name().resource() + "." + name))
                .mapToInt(String::length)
                .max()
                .orElse(10);
    }

    List<Result> run() throws StartFailure {
        for (String name : chosen.system().yaml().members("resources").keySet()) {
            resource(chosen.resource(name));
        }
        chosen.spec()
                .figures()
                .keySet()
                .forEach(name -> untried(name + ".put", "a figure belongs to a count"));
        return List.copyOf(results);
    }

    private void resource(ResourceSpec spec) throws StartFailure {
        Optional<Value.Obj> row = list(spec);
        Optional<String> id = row.flatMap(found -> RecordFacts.of(spec, found).id());
        if (spec.read().isPresent()) {
            if (id.isPresent()) {
                tried(trials.read(spec, id.get()));
            } else {
                untried(name(spec, "read"), none(spec));
            }
        }
        spec.deleted()
                .ifPresent(
                        deleted -> tried(trials.deleted(spec, deleted, trials.now().minus(BACK))));
        for (Map.Entry<String, Lookup> lookup : new TreeMap<>(spec.lookups()).entrySet()) {
            // The record that is made has a reference for certain.
            if (!(writes && lookup.getKey().equals(BY_REFERENCE) && canWrite(spec))) {
                lookup(spec, lookup.getKey(), lookup.getValue(), row);
            }
        }
        if (spec.create().isPresent() || spec.update().isPresent() || spec.delete().isPresent()) {
            writes(spec, row);
        }
    }

    private static String none(ResourceSpec spec) {
        return spec.list().isPresent()
                ? "the list shows no record"
                : "no list shows a record: name one with 'read ID'";
    }

    private Optional<Value.Obj> list(ResourceSpec spec) throws StartFailure {
        if (spec.list().isEmpty()) {
            return Optional.empty();
        }
        List<Value> rows = new ArrayList<>();
        Consumer<Page> keep = page -> rows.addAll(page.rows());
        Attempt attempt = trials.list(spec, trials.now().minus(BACK), Optional.empty(), keep);
        if (attempt.worked() && rows.isEmpty()) {
            Attempt further = trials.list(spec, Instant.EPOCH, Optional.empty(), keep);
            attempt = further.worked() ? further : attempt;
        }
        tried(attempt);
        return rows.stream()
                .flatMap(
                        row ->
                                row instanceof Value.Obj object
                                        ? java.util.stream.Stream.of(object)
                                        : java.util.stream.Stream.empty())
                .filter(row -> !RecordFacts.of(spec, row).deleted())
                .findFirst();
    }

    private void lookup(ResourceSpec spec, String name, Lookup lookup, Optional<Value.Obj> row) {
        Map<String, String> arguments = new LinkedHashMap<>();
        for (String place : lookup.call().places()) {
            Optional<String> value = row.flatMap(found -> argument(spec, lookup, place, found));
            if (value.isEmpty()) {
                untried(
                        name(spec, name),
                        row.isEmpty()
                                ? none(spec)
                                : "no record that the list shows has a value for {" + place + "}");
                return;
            }
            arguments.put(place, value.get());
        }
        tried(trials.lookup(spec, name, lookup, arguments));
    }

    /// The value of a member that is called like the place, like the parameter that takes it, or
    /// like a word before it in a filter.
    private static Optional<String> argument(
            ResourceSpec spec, Lookup lookup, String place, Value.Obj row) {
        if (place.equals("reference")) {
            return spec.externalReference().flatMap(at -> at.find(row)).flatMap(Values::idText);
        }
        Set<String> names = new HashSet<>(Set.of(plain(place)));
        lookup.call()
                .query()
                .forEach(
                        (name, value) -> {
                            if (value.equals("{" + place + "}")) {
                                names.add(plain(name));
                            } else if (value.contains("{" + place + "}")) {
                                WORD.matcher(value.substring(0, value.indexOf("{" + place + "}")))
                                        .results()
                                        .forEach(word -> names.add(plain(word.group())));
                            }
                        });
        return row.members().entrySet().stream()
                .filter(member -> names.contains(plain(member.getKey())))
                .findFirst()
                .flatMap(member -> Values.idText(member.getValue()));
    }

    private static String plain(String name) {
        return name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    // ---- Writes

    /// Whether what is made here can be taken away again.
    private static boolean canWrite(ResourceSpec spec) {
        return spec.create().isPresent() && spec.delete().isPresent();
    }

    private void writes(ResourceSpec spec, Optional<Value.Obj> row) throws StartFailure {
        Optional<Value.Obj> body = row.flatMap(found -> copy(spec, found));
        String why =
                !writes
                        ? "it writes: --write tries it"
                        : !canWrite(spec)
                                ? "what is made here could not be deleted: try it by its name"
                                : row.isEmpty()
                                        ? none(spec)
                                        : body.isEmpty()
                                                ? "no document says what a create may hold"
                                                : "";
        if (!why.isEmpty()) {
            spec.create().ifPresent(_ -> untried(name(spec, "create"), why));
            spec.update().ifPresent(_ -> untried(name(spec, "update"), why));
            spec.delete().ifPresent(_ -> untried(name(spec, "delete"), why));
            if (writes && canWrite(spec) && spec.lookups().containsKey(BY_REFERENCE)) {
                untried(name(spec, BY_REFERENCE), why);
            }
            return;
        }
        Attempt created = trials.create(spec, body.orElseThrow());
        tried(created);
        if (created.record().isEmpty()) {
            spec.update().ifPresent(_ -> untried(name(spec, "update"), "nothing was made"));
            untried(name(spec, "delete"), "nothing was made");
            if (spec.lookups().containsKey(BY_REFERENCE)) {
                untried(name(spec, BY_REFERENCE), "nothing was made");
            }
            return;
        }
        String id = created.record().get();
        Lookup byReference = spec.lookups().get(BY_REFERENCE);
        if (byReference != null) {
            lookup(spec, BY_REFERENCE, byReference, body);
        }
        if (spec.update().isPresent()) {
            tried(trials.update(spec, id, body.get(), Optional.empty()));
        }
        tried(trials.delete(spec, id, Optional.empty()));
    }

    /// What of a record a create may say again, under a reference of its own.
    private Optional<Value.Obj> copy(ResourceSpec spec, Value.Obj row) {
        Optional<Shape> shape = trials.departures().created(spec);
        if (shape.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Value> members = new LinkedHashMap<>();
        row.members()
                .forEach(
                        (name, value) ->
                                shape.get()
                                        .at(new Pointer(List.of(name)))
                                        .filter(found -> !found.is("readOnly"))
                                        .filter(_ -> !(value instanceof Value.Null))
                                        .ifPresent(_ -> members.put(name, value)));
        members.keySet().removeIf(name -> isOwn(spec, name));
        Value.Obj copy = new Value.Obj(members);
        return Optional.of(
                spec.externalReference()
                        .map(at -> at.put(copy, Value.of("drawbridge-try-" + UUID.randomUUID())))
                        .orElse(copy));
    }

    /// Whether the member is the system's own to say.
    private static boolean isOwn(ResourceSpec spec, String name) {
        List<Optional<Pointer>> own =
                List.of(
                        Optional.of(spec.id()),
                        spec.version().map(version -> version.at()),
                        spec.updatedAt().map(updated -> updated.at()),
                        spec.deletedMarker().map(marker -> marker.at()));
        return own.stream()
                .flatMap(Optional::stream)
                .anyMatch(at -> at.steps().equals(List.of(name)));
    }

    // ---- Results

    private static String name(ResourceSpec spec, String operation) {
        return spec.name().resource() + "." + operation;
    }

    private void tried(Attempt attempt) {
        add(new Result.Tried(attempt));
    }

    private void untried(String name, String why) {
        add(new Result.Untried(name, why));
    }

    private void add(Result result) {
        results.add(result);
        each.accept(result);
    }
}
