package drawbridge.mapping.check;

import drawbridge.mapping.ResourceName;
import drawbridge.mapping.check.document.Shape;
import drawbridge.mapping.file.Inspected;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known about the records of each system in a folder of mappings.
public final class KnownRecords {

    private final Map<String, Api> apis;

    private KnownRecords(Map<String, Api> apis) {
        this.apis = apis;
    }

    /// @param folder the mappings
    /// @param read what stands in it
    public static KnownRecords of(Path folder, Inspected read) {
        return new KnownRecords(new Apis(folder, new Findings()).of(read.systems()));
    }

    /// A record as its system tells it; empty when nothing is known about it.
    public Optional<Shape> record(ResourceName resource) {
        return Apis.record(apis, resource);
    }

    /// What is sent to create a record and to change it, as far as it is known.
    public List<Shape> written(ResourceName resource) {
        return Optional.ofNullable(apis.get(resource.system())).stream()
                .flatMap(api -> api.written(resource.resource()).stream())
                .map(Api.Body::shape)
                .toList();
    }
}
