package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.sync.Base;
import drawbridge.sync.Link;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The records of the flow `appointments`, what is told of them, and how two of them are linked.
final class Records {

    static final FlowName FLOW = new FlowName("appointments");
    static final ResourceName APPOINTMENT = new ResourceName("acme", "appointment");
    static final ResourceName EVENT = new ResourceName("app", "event");
    static final ResourceName CONTACT = new ResourceName("acme", "contact");

    private Records() {}

    static Incoming change(String id) {
        return change(appointment(id), Side.ACME);
    }

    static Incoming change(String id, Hash content) {
        return change(appointment(id), content, Side.ACME);
    }

    static Incoming change(RecordRef record, Side side) {
        return change(record, new Wanted(FLOW, side));
    }

    static Incoming change(RecordRef record, Hash content, Side side) {
        return change(record, content, List.of(new Wanted(FLOW, side)));
    }

    static Incoming change(RecordRef record, Wanted... wants) {
        return change(record, Hash.of(UUID.randomUUID().toString()), List.of(wants));
    }

    static Incoming change(RecordRef record, Hash content, List<Wanted> wants) {
        UUID id = UUID.randomUUID();
        return new Incoming(
                id,
                Optional.of(record),
                Optional.of("\"r1\""),
                false,
                content,
                Bytes.of("{\"id\":\"" + record.id() + "\",\"note\":\"" + id + "\"}"),
                true,
                wants,
                Optional.empty(),
                Optional.empty(),
                "m1");
    }

    static Link link(LaneId lane, String acme, String app) {
        return new Link(
                lane.value(), FLOW, Link.Life.LINKED, agreed(acme), agreed(app), "flow version 1");
    }

    static Link.End agreed(String id) {
        return new Link.End(
                Optional.of(id),
                Optional.of(Base.of(State.of(new Value.Obj(Map.of("id", Value.of(id)))))),
                Optional.of("\"r1\""),
                Optional.empty());
    }

    static RecordRef appointment(String id) {
        return new RecordRef(APPOINTMENT, id);
    }

    static RecordRef event(String id) {
        return new RecordRef(EVENT, id);
    }

    static RecordRef contact(String id) {
        return new RecordRef(CONTACT, id);
    }
}
