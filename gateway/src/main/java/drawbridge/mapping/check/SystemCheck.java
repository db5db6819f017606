package drawbridge.mapping.check;

import drawbridge.mapping.DeletedList;
import drawbridge.mapping.Lookup;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.SystemSpec.FigureSpec;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.check.document.ApiDocument;
import drawbridge.mapping.check.document.ApiOperation;
import drawbridge.mapping.check.document.Shape;
import drawbridge.mapping.file.Nearest;
import drawbridge.mapping.file.Problems;
import drawbridge.mapping.file.Section;
import drawbridge.mapping.file.Yaml;
import drawbridge.mapping.file.Yaml.Place;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Holds a system's file to the document of its API: operations, parameters, and where the facts of
/// a record lie.
final class SystemCheck {

    /// The lookup by which a create without an answer is found again.
    private static final String BY_REFERENCE = "external-reference";

    /// The id of a link, and a mark for a record that is made in the place of one that is gone.
    private static final int REFERENCE = 45;

    private static final Set<String> NUMBERS = Set.of("integer", "number");

    private final Api api;
    private final Section yaml;
    private final Problems problems;
    private final Places places;
    private final ListCheck lists;

    SystemCheck(Api api, Problems problems) {
        this.api = api;
        this.yaml = api.yaml();
        this.problems = problems;
        this.places = new Places(problems);
        this.lists = new ListCheck(api, problems);
    }

    void run() {
        api.document().ifPresent(document -> problems.run(() -> entrance(document)));
        api.spec()
                .resources()
                .forEach(
                        (name, spec) ->
                                problems.run(() -> resource(part("resources", name), spec)));
        api.spec()
                .figures()
                .forEach((name, spec) -> problems.run(() -> figure(part("figures", name), spec)));
        problems.run(this::errors);
        problems.run(this::webhook);
        problems.run(this::people);
    }

    private Section part(String key, String name) {
        return yaml.section(key).section(name);
    }

    // ---- Addresses and credentials

    private void entrance(ApiDocument document) {
        if (!api.hasItsBase(document)) {
            Place at = yaml.has("base-path") ? yaml.at("base-path") : yaml.at();
            problems.add(
                    at,
                    "the document has no server at '%s'; did you mean '%s'?"
                            .formatted(api.spec().basePath(), document.bases().getFirst()));
        }
        Section auth = yaml.section("auth");
        Set<String> headers = document.keyHeaders();
        if (auth.has("header")
                && !headers.isEmpty()
                && headers.stream().noneMatch(auth.text("header")::equalsIgnoreCase)) {
            problems.add(
                    auth.at("header"),
                    "the document takes no credential in the header '%s'%s"
                            .formatted(
                                    auth.text("header"),
                                    Nearest.hint(auth.text("header"), headers)));
        }
        Set<String> tokens = document.tokenPaths();
        if (auth.has("oauth2") && !tokens.isEmpty()) {
            Section oauth2 = auth.section("oauth2");
            String token = oauth2.text("token");
            if (tokens.stream()
                    .noneMatch(known -> known.endsWith(token) || token.endsWith(known))) {
                problems.add(
                        oauth2.at("token"),
                        "the document gives no tokens at '%s'%s"
                                .formatted(token, Nearest.hint(token, tokens)));
            }
        }
    }

    // ---- Resources

    private void resource(Section at, ResourceSpec spec) {
        spec.read().ifPresent(operation -> lists.known(at.at("read"), operation));
        spec.create().ifPresent(operation -> lists.known(at.at("create"), operation));
        spec.update().ifPresent(operation -> lists.known(at.at("update"), operation));
        spec.delete().ifPresent(operation -> lists.known(at.at("delete"), operation));
        String name = spec.name().toString();
        api.record(spec.name().resource())
                .ifPresent(
                        record -> {
                            facts(at, spec, record, name);
                            if (spec.deletedMarker().isPresent() && spec.list().isEmpty()) {
                                marker(at, record, name);
                            }
                        });
        if (spec.externalReference().isPresent()) {
            spec.create()
                    .flatMap(api::operation)
                    .flatMap(ApiOperation::request)
                    .flatMap(body -> api.unpacked(spec, body))
                    .ifPresent(
                            body -> {
                                String what =
                                        "the body of " + Api.text(spec.create().orElseThrow());
                                places.find(at.need("external-reference"), body, what)
                                        .map(shape -> shape.facts().maxLength())
                                        .filter(
                                                most ->
                                                        most.isPresent()
                                                                && most.getAsInt() < REFERENCE)
                                        .ifPresent(
                                                most ->
                                                        problems.add(
                                                                at.at("external-reference"),
                                                                "a reference of ours has up to %d characters, and %s takes %d at most: take it away, or name a longer member"
                                                                        .formatted(
                                                                                REFERENCE,
                                                                                what,
                                                                                most.getAsInt())));
                            });
            reference(at, spec.lookups().get(BY_REFERENCE));
        }
        spec.list()
                .ifPresent(
                        list ->
                                lists.list(
                                        at.section("list"),
                                        list,
                                        (row, what) -> row(at, spec, row, what)));
        spec.deleted().ifPresent(deleted -> deleted(at.section("deleted"), deleted, spec));
        spec.lookups()
                .forEach((key, lookup) -> lists.lookup(at.section("lookups").section(key), lookup));
    }

    private void row(Section at, ResourceSpec spec, Shape row, String name) {
        if (!api.declared().containsKey(spec.name().resource())) {
            facts(at, spec, row, name);
            if (spec.deletedMarker().isPresent()) {
                marker(at, row, name);
            }
        }
    }

    private void deleted(Section at, DeletedList deleted, ResourceSpec spec) {
        if (!deleted.certain() && spec.read().isEmpty()) {
            problems.add(
                    at.at(),
                    "each record that this list tells of is read, and there is no call 'read';"
                            + " write 'certain: true' where the list is to be believed");
        }
        lists.list(
                at,
                deleted.list(),
                (row, what) -> {
                    var _ = places.find(at.need("id"), row, what);
                    deleted.at()
                            .ifPresent(
                                    when -> {
                                        Section told = at.section("deleted-at");
                                        places.find(told.need("at"), row, what)
                                                .ifPresent(
                                                        shape ->
                                                                lists.time(
                                                                        told.need("format"),
                                                                        when.format(),
                                                                        shape));
                                    });
                });
    }

    private void reference(Section at, @Nullable Lookup lookup) {
        if (lookup != null && !lookup.call().has("reference")) {
            problems.add(
                    at.section("lookups").key(BY_REFERENCE),
                    "this finds a record by its reference, and no parameter asks for {reference}");
        }
    }

    private void facts(Section at, ResourceSpec spec, Shape record, String name) {
        var _ = places.find(at.need("id"), record, name);
        if (spec.version().isPresent()) {
            var _ = places.find(at.section("version").need("at"), record, name);
        }
        if (at.has("updated-at")) {
            Section updated = at.section("updated-at");
            places.find(updated.need("at"), record, name)
                    .ifPresent(
                            shape ->
                                    lists.time(
                                            updated.need("format"),
                                            spec.updatedAt().orElseThrow().format(),
                                            shape));
        }
        if (spec.externalReference().isPresent()) {
            var _ = places.find(at.need("external-reference"), record, name);
        }
    }

    private void marker(Section at, Shape record, String name) {
        if (at.has("deleted-when")) {
            var _ = places.find(at.section("deleted-when").need("at"), record, name);
            return;
        }
        places.find(at.need("deleted-marker"), record, name)
                .ifPresent(
                        shape ->
                                places.type(
                                        at.at("deleted-marker"),
                                        shape,
                                        Set.of("boolean"),
                                        "true or false"));
    }

    // ---- Everything that is no resource

    private void figure(Section at, FigureSpec figure) {
        lists.known(at.at("put"), figure.put());
        api.operation(figure.put())
                .flatMap(ApiOperation::request)
                .flatMap(
                        body ->
                                places.find(
                                        at.need("number"),
                                        body,
                                        "the body of " + Api.text(figure.put())))
                .ifPresent(shape -> places.type(at.at("number"), shape, NUMBERS, "a number"));
    }

    private void errors() {
        if (!yaml.has("errors")) {
            return;
        }
        List<Shape> all = new ArrayList<>();
        api.operations().values().forEach(operation -> all.addAll(operation.errors()));
        Section errors = yaml.section("errors");
        if (all.isEmpty()) {
            return;
        }
        for (String key : List.of("message", "code", "existing")) {
            // A header stands in no schema.
            if (errors.has(key) && errors.need(key) instanceof Yaml.Scalar) {
                var _ = inAny(errors.need(key), all);
            }
        }
        if (errors.has("fields")) {
            boolean list = errors.text("shape").startsWith("list-of-");
            inAny(errors.need("fields"), all)
                    .ifPresent(
                            shape ->
                                    places.type(
                                            errors.at("shape"),
                                            shape,
                                            Set.of(list ? "array" : "object"),
                                            list ? "a list" : "an object"));
        }
    }

    private Optional<Shape> inAny(Yaml at, List<Shape> errors) {
        Pointer pointer = Section.pointer(at);
        Optional<Shape> found =
                errors.stream().flatMap(shape -> shape.reach(pointer).stream()).findFirst();
        if (found.isEmpty()) {
            List<Pointer> known =
                    errors.stream().flatMap(shape -> shape.places().stream()).toList();
            problems.add(
                    at.at(),
                    "no error of the document has %s%s"
                            .formatted(pointer, Meant.hint(pointer, known)));
        }
        return found;
    }

    private void webhook() {
        Optional<Shape> body = api.document().flatMap(ApiDocument::webhook);
        if (body.isEmpty() || !yaml.has("webhook")) {
            return;
        }
        Section webhook = yaml.section("webhook");
        var _ = places.find(webhook.need("record"), body.get(), "a webhook");
        places.find(webhook.need("type"), body.get(), "a webhook")
                .map(shape -> shape.facts().words())
                .filter(words -> !words.isEmpty())
                .ifPresent(
                        words -> {
                            Section types = webhook.section("types");
                            types.yaml()
                                    .entries()
                                    .forEach(
                                            (name, entry) -> {
                                                if (!words.contains(name)) {
                                                    problems.unknown(
                                                            entry.key(), "webhook", name, words);
                                                }
                                            });
                        });
    }

    private void people() {
        if (!yaml.has("people")) {
            return;
        }
        Section people = yaml.section("people");
        String resource = people.text("resource");
        api.record(resource)
                .ifPresent(
                        record -> {
                            var _ = places.find(people.need("name"), record, api.name(resource));
                        });
        people.members("owns")
                .forEach(
                        (name, at) ->
                                api.record(name)
                                        .ifPresent(
                                                record -> {
                                                    var _ = places.find(at, record, api.name(name));
                                                }));
    }
}
