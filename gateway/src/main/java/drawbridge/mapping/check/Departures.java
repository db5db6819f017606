package drawbridge.mapping.check;

import drawbridge.mapping.Operation;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.check.document.ApiDocument;
import drawbridge.mapping.check.document.ApiOperation;
import drawbridge.mapping.check.document.Conformance;
import drawbridge.mapping.check.document.Departure;
import drawbridge.mapping.check.document.Shape;
import drawbridge.mapping.file.Inspected.Laid;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where the real answers of a system depart from the document of its API.
public final class Departures {

    private final Api api;
    private final Optional<Conformance> conformance;

    private Departures(Api api) {
        this.api = api;
        this.conformance = api.document().map(Conformance::new);
    }

    /// @param folder the mappings
    public static Departures of(Path folder, Laid<SystemSpec> system) {
        Findings unheard = new Findings();
        Optional<ApiDocument> document =
                unheard.problems()
                        .attempt(() -> new Apis(folder, unheard).document(system))
                        .flatMap(found -> found);
        return new Departures(new Api(system.yaml(), system.made(), document, java.util.Map.of()));
    }

    /// Whether there is a document that could be read.
    public boolean isKnown() {
        return conformance.isPresent();
    }

    /// @param contentType of the answer, if it has one
    public List<Departure> of(
            Operation operation, int status, Optional<String> contentType, byte[] body) {
        if (conformance.isEmpty()) {
            return List.of();
        }
        return api.operation(operation)
                .map(found -> conformance.get().of(found, status, contentType, body))
                .orElseGet(
                        () ->
                                List.of(
                                        new Departure(
                                                "",
                                                "the document has no " + Api.text(operation),
                                                false)));
    }

    /// What the document lets a create of the resource hold; empty where it does not say.
    public Optional<Shape> created(ResourceSpec resource) {
        return resource.create()
                .flatMap(api::operation)
                .flatMap(ApiOperation::request)
                .flatMap(body -> api.unpacked(resource, body));
    }
}
