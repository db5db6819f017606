package drawbridge.mapping.check;

import drawbridge.mapping.Applies;
import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Patch;
import drawbridge.mapping.Reading;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.mapping.file.Problems;
import drawbridge.mapping.file.Section;
import drawbridge.mapping.file.Yaml.Place;
import drawbridge.mapping.law.Said;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// One worked example: what a record says, what the other side gets, what would come back. Each
/// difference is told at the key that expects something else.
///
/// @param people who is linked
record Example(Flow flow, Refs people, Section yaml, Problems problems) {

    void run() {
        Side from = Section.word(yaml.need("from"), Side.class);
        List<String> enrichments = flow.enrichments().stream().map(Flow.Enrichment::name).toList();
        Map<String, Value.Obj> with = new LinkedHashMap<>();
        yaml.members("with")
                .forEach(
                        (name, record) -> {
                            if (!enrichments.contains(name)) {
                                problems.unknown(
                                        yaml.section("with").key(name),
                                        "enrichment",
                                        name,
                                        enrichments);
                            }
                            with.put(name, Section.of(record).yaml().value());
                        });
        State state = new State(yaml.section("record").yaml().value(), with, Optional.empty());
        if (!takesPart(from, state)) {
            return;
        }
        SequencedMap<GroupName, Reading> readings = readings(from, state);
        if (yaml.has("says")) {
            says(yaml.section("says"), readings);
        }
        if (yaml.has("refuses")) {
            refuses(yaml.section("refuses"), from.other(), readings);
            return;
        }
        Optional<Value.Obj> written = write(from.other(), readings, yaml.at());
        if (written.isPresent() && yaml.has("writes")) {
            new Difference("written to " + from.other().word(), problems)
                    .tell(yaml.need("writes"), written.get());
        }
        if (written.isPresent() && yaml.has("back")) {
            write(from, readings(from.other(), State.of(written.get())), yaml.at("back"))
                    .ifPresent(
                            back ->
                                    new Difference("written back to " + from.word(), problems)
                                            .tell(yaml.need("back"), back));
        }
    }

    /// Whether the flow is about the record, as the example says itself.
    private boolean takesPart(Side from, State state) {
        boolean isLeft = yaml.has("left-alone");
        return switch (flow.takes(from, state)) {
            case Applies.Yes _ -> {
                if (isLeft) {
                    problems.add(yaml.at("left-alone"), "the record passes the filter of the flow");
                }
                yield !isLeft;
            }
            case Applies.No _ -> {
                if (!isLeft) {
                    problems.add(
                            yaml.key("record"),
                            "the record does not pass the filter of the flow; if that is meant,"
                                    + " write 'left-alone: true'");
                }
                yield false;
            }
            case Applies.Unclear(String pointer, String sentence) -> {
                problems.add(yaml.key("record"), pointer + ": " + sentence);
                yield false;
            }
        };
    }

    /// What the groups say that the flow is about.
    private SequencedMap<GroupName, Reading> readings(Side side, State state) {
        SequencedMap<GroupName, Reading> readings = flow.read(side, state, people);
        for (Flow.Group group : flow.groups()) {
            switch (flow.applies(group.name(), side, state)) {
                case Applies.Yes _ -> {}
                case Applies.No _ -> readings.remove(group.name());
                case Applies.Unclear(String pointer, String sentence) ->
                        readings.put(
                                group.name(),
                                new Reading.Bad(group.fields().getFirst(), pointer, sentence));
            }
        }
        return readings;
    }

    /// Everything that crosses to `target`, as one body; empty when a group cannot.
    private Optional<Value.Obj> write(
            Side target, SequencedMap<GroupName, Reading> readings, Place at) {
        Value.Obj body = Value.Obj.EMPTY;
        for (Flow.Group group : flow.groups()) {
            if (!group.ways().contains(target.inbound())) {
                continue;
            }
            switch (written(target, group.name(), readings)) {
                case Patch.Of(Value.Obj members) -> body = Values.merge(body, members);
                case Patch.Refused(FieldName field, String pointer, String sentence) -> {
                    problems.add(
                            at,
                            "the field '%s' cannot cross: %s: %s; if that is meant, say so under"
                                            .formatted(field, pointer, sentence)
                                    + " 'refuses'");
                    return Optional.empty();
                }
            }
        }
        return Optional.of(body);
    }

    /// What is wrong with a value when it is read is told as what is wrong when it is written.
    private Patch written(Side target, GroupName group, SequencedMap<GroupName, Reading> readings) {
        return switch (readings.get(group)) {
            case Reading.Of(SequencedMap<FieldName, Neutral> values) ->
                    flow.write(target, group, values, people);
            case Reading.Bad(FieldName field, String pointer, String sentence) ->
                    new Patch.Refused(field, pointer, sentence);
            case null -> new Patch.Of(Value.Obj.EMPTY);
        };
    }

    private void refuses(Section refuses, Side to, SequencedMap<GroupName, Reading> readings) {
        GroupName group = new GroupName(refuses.text("group"));
        if (!readings.containsKey(group)) {
            problems.unknown(
                    refuses.at("group"),
                    "group",
                    group.value(),
                    readings.keySet().stream().map(GroupName::value).toList());
            return;
        }
        switch (written(to, group, readings)) {
            case Patch.Of(Value.Obj members) ->
                    problems.add(
                            refuses.at(),
                            "the group '%s' is not refused: %s is written to %s"
                                    .formatted(group, Said.of(members), to.word()));
            case Patch.Refused(FieldName _, String pointer, String sentence) -> {
                refused(refuses, "field", pointer);
                refused(refuses, "reason", sentence);
            }
        }
    }

    private void refused(Section refuses, String key, String came) {
        if (!refuses.text(key).equals(came)) {
            problems.add(
                    refuses.at(key),
                    "the %s is %s, and not %s"
                            .formatted(key, quoted(came), quoted(refuses.text(key))));
        }
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }

    private void says(Section says, SequencedMap<GroupName, Reading> readings) {
        Map<String, String> said = said(readings);
        List<String> fields = new ArrayList<>();
        flow.groups().forEach(group -> group.fields().forEach(field -> fields.add(field.value())));
        says.yaml()
                .entries()
                .forEach(
                        (field, entry) -> {
                            if (!fields.contains(field)) {
                                problems.unknown(entry.key(), "field", field, fields);
                            } else if (!said.containsKey(field)) {
                                problems.add(entry.key(), "'" + field + "' says nothing here");
                            } else if (!Section.text(entry.value()).equals(said.get(field))) {
                                problems.add(
                                        entry.value().at(),
                                        "'%s' says %s, and not %s"
                                                .formatted(
                                                        field,
                                                        quoted(said.getOrDefault(field, "")),
                                                        quoted(Section.text(entry.value()))));
                            }
                        });
        said.forEach(
                (field, text) -> {
                    if (!says.has(field)) {
                        problems.add(
                                yaml.key("says"),
                                "'%s' says %s, which is not expected here"
                                        .formatted(field, quoted(text)));
                    }
                });
    }

    /// The fields that hold something, in words; references are the business of `writes`.
    private Map<String, String> said(SequencedMap<GroupName, Reading> readings) {
        Map<String, String> said = new LinkedHashMap<>();
        readings.forEach(
                (group, reading) -> {
                    if (reading instanceof Reading.Of(SequencedMap<FieldName, Neutral> values)) {
                        values.forEach(
                                (field, value) -> {
                                    if (!(value instanceof Neutral.Linked
                                            || value instanceof Neutral.Empty)) {
                                        said.put(field.value(), shown(group, field, value));
                                    }
                                });
                    }
                });
        return said;
    }

    private String shown(GroupName group, FieldName field, Neutral value) {
        LinkedHashMap<FieldName, Neutral> alone = new LinkedHashMap<>();
        alone.put(field, value);
        return flow.show(group, new Reading.Of(alone));
    }
}
