package drawbridge.mapping.check;

import drawbridge.mapping.Direction;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Flow.NoMatch;
import drawbridge.mapping.Operation;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Side;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.check.document.ApiOperation;
import drawbridge.mapping.check.document.Shape;
import drawbridge.mapping.file.Problems;
import drawbridge.mapping.file.Section;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds what the body of a create must hold by the document of the API, and no field writes: the
/// system would refuse every record that the flow makes there.
///
/// @param side where records are made
record CreateNeeds(Api api, Flow flow, Section yaml, Side side, Problems problems) {

    /// Deeper than any record that people write.
    private static final int DEEPEST = 8;

    void run() {
        Optional<ResourceSpec> spec = api.spec().resource(flow.end(side).resource().resource());
        Optional<Operation> create = spec.flatMap(ResourceSpec::create);
        // Where the file names the fields itself, the document is not believed.
        if (create.isEmpty()
                || flow.noMatch(side.other()) != NoMatch.CREATE
                || api.declared().containsKey(flow.end(side).resource().resource())) {
            return;
        }
        api.operation(create.get())
                .flatMap(ApiOperation::request)
                .flatMap(body -> api.unpacked(spec.get(), body))
                .ifPresent(
                        body -> {
                            List<Pointer> lacks = new ArrayList<>();
                            lacks(body, new Pointer(List.of()), written(spec.get()), lacks);
                            if (!lacks.isEmpty()) {
                                tell(create.get(), lacks);
                            }
                        });
    }

    private void tell(Operation create, List<Pointer> lacks) {
        problems.add(
                yaml.section("situations").section("no-match").at(side.other().word()),
                "%s needs %s, which no field writes; write it by a field, or always the same under 'body' of the call"
                        .formatted(
                                Api.text(create),
                                String.join(", ", lacks.stream().map(Pointer::toString).toList())));
    }

    /// What is needed at a place and below it. Of a member that is not needed itself nothing is
    /// asked, unless something of it is written.
    private static void lacks(
            Shape shape, Pointer here, Set<Pointer> written, List<Pointer> lacks) {
        if (here.steps().size() > DEEPEST) {
            return;
        }
        Set<String> required = shape.required();
        Set<String> names = new LinkedHashSet<>(shape.names().orElse(Set.of()));
        names.addAll(required);
        for (String name : names) {
            Pointer at = here.then(new Pointer(List.of(name)));
            Optional<Shape> member = shape.at(new Pointer(List.of(name)));
            if (written.contains(at) || member.filter(CreateNeeds::comesByItself).isPresent()) {
                continue;
            }
            boolean isBelow =
                    written.stream()
                            .anyMatch(
                                    one ->
                                            one.steps().size() > at.steps().size()
                                                    && one.steps()
                                                            .subList(0, at.steps().size())
                                                            .equals(at.steps()));
            if (isBelow && member.isPresent()) {
                lacks(member.get(), at, written, lacks);
            } else if (required.contains(name)) {
                lacks.add(at);
            }
        }
    }

    /// What a system sets itself (OpenAPI 3.0, readOnly: never required in a request), or has a
    /// value for.
    private static boolean comesByItself(Shape member) {
        return member.is("readOnly") || member.node().has("default");
    }

    private Set<Pointer> written(ResourceSpec spec) {
        Set<Pointer> written = new LinkedHashSet<>();
        spec.externalReference().ifPresent(written::add);
        spec.create()
                .flatMap(Operation::body)
                .ifPresent(
                        body ->
                                body.members()
                                        .keySet()
                                        .forEach(name -> written.add(new Pointer(List.of(name)))));
        for (Flow.Group group : flow.groups()) {
            if (group.ways().stream().map(Direction::target).noneMatch(side::equals)) {
                continue;
            }
            Section fields = yaml.section("groups").section(group.name().value()).section("fields");
            group.fields()
                    .forEach(
                            field ->
                                    new FieldPlaces(fields.section(field.value()), side)
                                            .uses()
                                            .forEach(
                                                    use ->
                                                            written.add(
                                                                    use.list()
                                                                            .orElse(
                                                                                    use
                                                                                            .pointer()))));
        }
        return written;
    }
}
