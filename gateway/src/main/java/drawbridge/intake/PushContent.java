package drawbridge.intake;

import drawbridge.intake.Refusal.BadField;
import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Reading;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Reads the body of a push: the whole record as its owner holds it. The sender is a program that
/// can be mended, so whatever is wrong is refused with its place.
final class PushContent {

    private PushContent() {}

    /// @throws Refusal when the body is not the record that the address names, whole and readable
    static Value.Obj read(TenantSpec tenant, ResourceSpec spec, String id, byte[] body) {
        Value value;
        try {
            value = JsonText.parse(body);
        } catch (JsonText.Malformed e) {
            throw Refusal.malformed("The body is no JSON: " + e.getMessage());
        }
        return check(tenant, spec, Optional.of(id), value);
    }

    /// @param id that the address names, where it names one
    /// @throws Refusal when the value is not such a record, whole and readable
    static Value.Obj check(TenantSpec tenant, ResourceSpec spec, Optional<String> id, Value value) {
        if (!(value instanceof Value.Obj record)) {
            throw Refusal.malformed("The record is JSON, but no object.");
        }
        Set<BadField> bad = new LinkedHashSet<>();
        misnamed(spec, id, record)
                .ifPresent(why -> bad.add(new BadField(spec.id().toString(), why)));
        bad.addAll(wrong(tenant, spec, record));
        Lacking.in(record, spec.name(), tenant)
                .forEach(at -> bad.add(new BadField(at.toString(), "is missing")));
        if (!bad.isEmpty()) {
            throw Refusal.fields(List.copyOf(bad));
        }
        return record;
    }

    /// What flows that carry this record away cannot read of what it says.
    static Set<BadField> wrong(TenantSpec tenant, ResourceSpec spec, Value.Obj record) {
        Set<BadField> bad = new LinkedHashSet<>();
        for (Map.Entry<FlowName, Flow> flow : new java.util.TreeMap<>(tenant.flows()).entrySet()) {
            for (Side side : Side.values()) {
                if (flow.getValue().end(side).resource().equals(spec.name())) {
                    bad.addAll(unreadable(flow.getValue(), side, record));
                }
            }
        }
        return bad;
    }

    /// What a flow that carries this record away from here cannot read of it.
    private static List<BadField> unreadable(Flow flow, Side side, Value.Obj record) {
        SequencedMap<GroupName, Reading> readings = flow.read(side, State.of(record), Refs.NONE);
        List<BadField> bad = new ArrayList<>();
        for (Flow.Group group : flow.groups()) {
            if (!group.ways().contains(side.outbound())) {
                continue;
            }
            if (readings.get(group.name())
                    instanceof Reading.Bad(var _, String pointer, String sentence)) {
                bad.add(new BadField(pointer, sentence));
            }
        }
        return bad;
    }

    private static Optional<String> misnamed(
            ResourceSpec spec, Optional<String> id, Value.Obj record) {
        Optional<Value> named = spec.id().find(record);
        if (named.isEmpty()) {
            return Optional.of("is missing");
        }
        Optional<String> told = named.flatMap(Values::idText);
        if (told.isEmpty()) {
            return Optional.of("is neither text nor number");
        }
        return id.isPresent() && !told.equals(id)
                ? Optional.of("is not the id in the address")
                : Optional.empty();
    }
}
