package drawbridge.mapping.file;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Patch;
import drawbridge.mapping.Reading;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.stream.Stream;

/// Runs the worked examples that lie beside the flows.
class WorkedExamplesTest {

    private final Mappings mappings = Shipped.load();

    @TestFactory
    Stream<DynamicTest> everyExampleHoldsThereAndBack() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(Shipped.FOLDER.resolve("flows"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".examples.yaml")).toList()) {
                Section root = read(file);
                for (Yaml item : Section.items(root.need("examples"))) {
                    Section example = Section.of(item);
                    tests.add(
                            DynamicTest.dynamicTest(
                                    example.text("name"), () -> run(root, example)));
                }
            }
        }
        assertThat(tests).isNotEmpty();
        return tests.stream();
    }

    private static Section read(Path file) throws IOException {
        Problems problems = new Problems();
        Optional<Yaml> yaml = YamlReader.read(file.toString(), Files.readString(file), problems);
        assertThat(problems.all()).isEmpty();
        return Section.of(yaml.orElseThrow());
    }

    private void run(Section root, Section example) {
        Flow flow = Shipped.flow(mappings, example.text("tenant"), root.text("flow"));
        Refs refs = people(root, example.text("tenant"));
        Side from = Section.word(example.need("from"), Side.class);
        Map<String, Value.Obj> with = new LinkedHashMap<>();
        example.members("with")
                .forEach((name, yaml) -> with.put(name, Section.of(yaml).yaml().value()));
        State state = new State(example.section("record").yaml().value(), with, Optional.empty());

        SequencedMap<GroupName, Reading> readings = flow.read(from, state, refs);

        assertThat(says(flow, readings)).isEqualTo(example.texts("says"));
        if (example.has("refuses")) {
            Section refuses = example.section("refuses");
            GroupName group = new GroupName(refuses.text("group"));
            assertThat(flow.write(from.other(), group, values(readings, group), refs))
                    .isInstanceOfSatisfying(
                            Patch.Refused.class,
                            refused -> {
                                assertThat(refused.pointer()).isEqualTo(refuses.text("field"));
                                assertThat(refused.sentence()).isEqualTo(refuses.text("reason"));
                            });
            return;
        }
        Value.Obj written = write(flow, from.other(), readings, refs);
        assertThat(written).isEqualTo(example.need("writes").value());
        assertThat(write(flow, from, flow.read(from.other(), State.of(written), refs), refs))
                .isEqualTo(example.need("back").value());
    }

    /// Everything that crosses to `target`, as one body.
    private static Value.Obj write(
            Flow flow, Side target, SequencedMap<GroupName, Reading> readings, Refs refs) {
        Value.Obj body = Value.Obj.EMPTY;
        for (Flow.Group group : flow.groups()) {
            if (!group.ways().contains(target.inbound())) {
                continue;
            }
            Patch patch = flow.write(target, group.name(), values(readings, group.name()), refs);
            if (!(patch instanceof Patch.Of(Value.Obj members))) {
                throw new AssertionError(patch);
            }
            body = Values.merge(body, members);
        }
        return body;
    }

    private static Map<FieldName, Neutral> values(
            SequencedMap<GroupName, Reading> readings, GroupName group) {
        if (readings.get(group) instanceof Reading.Of of) {
            return of.asMap();
        }
        throw new AssertionError(group + " is " + readings.get(group));
    }

    /// The fields that hold something, in words; references are the business of `writes`.
    private static Map<String, String> says(Flow flow, SequencedMap<GroupName, Reading> readings) {
        Map<String, String> said = new LinkedHashMap<>();
        for (GroupName group : readings.keySet()) {
            values(readings, group)
                    .forEach(
                            (field, value) -> {
                                if (!(value instanceof Neutral.Linked
                                        || value instanceof Neutral.Empty)) {
                                    LinkedHashMap<FieldName, Neutral> alone = new LinkedHashMap<>();
                                    alone.put(field, value);
                                    said.put(
                                            field.value(), flow.show(group, new Reading.Of(alone)));
                                }
                            });
        }
        return said;
    }

    private Refs people(Section root, String tenant) {
        Map<RecordRef, Refs.Pair> links = new LinkedHashMap<>();
        for (Yaml item : Section.items(root.need("people"))) {
            Section person = Section.of(item);
            Flow flow = Shipped.flow(mappings, tenant, person.text("flow"));
            Refs.Pair pair =
                    new Refs.Pair(
                            UUID.nameUUIDFromBytes(
                                    person.text("acme").getBytes(StandardCharsets.UTF_8)),
                            person.text("acme"),
                            person.text("app"));
            for (Side side : Side.values()) {
                links.put(new RecordRef(flow.end(side).resource(), pair.id(side)), pair);
            }
        }
        return new Refs(links);
    }
}
