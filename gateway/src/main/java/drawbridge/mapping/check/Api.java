package drawbridge.mapping.check;

import drawbridge.mapping.ListSpec;
import drawbridge.mapping.Operation;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.check.document.ApiDocument;
import drawbridge.mapping.check.document.ApiOperation;
import drawbridge.mapping.check.document.Shape;
import drawbridge.mapping.file.Section;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What is known about the API of a system: its file, the document that it names, and the fields
/// that it declares by itself.
///
/// @param declared the shapes of resources whose fields the file names; they come before those of
///   the document
record Api(
        Section yaml,
        SystemSpec spec,
        Optional<ApiDocument> document,
        Map<String, Shape> declared) {

    /// A body that is sent, with the operation that sends it, for sentences.
    record Body(String operation, Shape shape) {}

    // ---- Operations

    /// The operation that is meant; empty when the document has none, or there is no document.
    Optional<ApiOperation> operation(Operation operation) {
        return document.flatMap(
                api ->
                        places(api, operation.path()).stream()
                                .flatMap(path -> api.operation(operation.method(), path).stream())
                                .findFirst());
    }

    /// The paths of the document that a path of the file may be: the endpoint of a customer may
    /// hold the beginning of one.
    Set<String> places(ApiDocument api, String path) {
        Set<String> places = new LinkedHashSet<>();
        String base = spec.basePath();
        for (String server : api.bases()) {
            if (server.endsWith(base)) {
                places.add(path);
            }
            if ((base + path).startsWith(server + "/")) {
                places.add((base + path).substring(server.length()));
            }
        }
        if (places.isEmpty()) {
            places.add(path);
        }
        return places;
    }

    /// Whether the base path of the file is one at which the document has a server.
    boolean hasItsBase(ApiDocument api) {
        String base = spec.basePath();
        return api.bases().stream()
                .anyMatch(server -> server.endsWith(base) || base.startsWith(server + "/"));
    }

    // ---- Records

    /// A record as the system tells it; empty when nothing is known about it.
    Optional<Shape> record(String resource) {
        return Optional.ofNullable(declared.get(resource))
                .or(() -> spec.resource(resource).flatMap(this::told));
    }

    private Optional<Shape> told(ResourceSpec resource) {
        return resource.read()
                .flatMap(this::operation)
                .flatMap(ApiOperation::success)
                .flatMap(body -> unpacked(resource, body))
                .or(() -> resource.list().flatMap(this::row));
    }

    /// The record of a body about one.
    Optional<Shape> unpacked(ResourceSpec resource, Shape body) {
        return resource.form().wrap().isEmpty()
                ? Optional.of(body)
                : body.reach(resource.form().wrap().get())
                        .map(found -> found.isList() ? found.item() : found);
    }

    /// A row of the list, as the document has it.
    Optional<Shape> row(ListSpec list) {
        return operation(list.call())
                .flatMap(ApiOperation::success)
                .flatMap(page -> page.reach(list.items()))
                .map(Shape::item);
    }

    /// What is sent to create a record and to change it, as far as it is known.
    List<Body> written(String resource) {
        Shape shape = declared.get(resource);
        if (shape != null) {
            return List.of(new Body(name(resource), shape));
        }
        List<Body> bodies = new ArrayList<>();
        for (ResourceSpec known : spec.resource(resource).stream().toList()) {
            Stream.of(known.create(), known.update())
                    .flatMap(Optional::stream)
                    .forEach(
                            operation ->
                                    operation(operation)
                                            .flatMap(ApiOperation::request)
                                            .flatMap(body -> unpacked(known, body))
                                            .ifPresent(
                                                    record ->
                                                            bodies.add(
                                                                    new Body(
                                                                            text(operation),
                                                                            record))));
        }
        return bodies;
    }

    String name(String resource) {
        return spec.name() + "." + resource;
    }

    static String text(Operation operation) {
        return operation.method() + " " + operation.path();
    }

    /// Every operation that the file names, with the bodies that say what went wrong.
    Map<String, ApiOperation> operations() {
        Map<String, ApiOperation> operations = new LinkedHashMap<>();
        spec.resources()
                .values()
                .forEach(
                        resource ->
                                Stream.of(
                                                resource.read(),
                                                resource.list().map(ListSpec::call),
                                                resource.create(),
                                                resource.update(),
                                                resource.delete())
                                        .flatMap(Optional::stream)
                                        .forEach(
                                                named ->
                                                        operation(named)
                                                                .ifPresent(
                                                                        found ->
                                                                                operations.put(
                                                                                        text(named),
                                                                                        found))));
        return operations;
    }
}
